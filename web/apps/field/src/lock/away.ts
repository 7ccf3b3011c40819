import type { Router } from "vue-router";
import { isOpen, lock } from "../phone/house.ts";
import { forgetWritten } from "../urgent/writing.ts";

/** Out of sight for so long, the phone locks itself: it may be in other hands. Drafts are kept, sealed. */
const AWAY = 5 * 60_000;
/** A call to 110 is long; then what was written on a locked phone goes too. */
const LONG_AWAY = 30 * 60_000;

/** Locks when the app comes back after a while, or has been left lying out of sight. */
export function lockWhenAway(router: Router): void {
  let timer = 0;
  let left = 0;

  function shut(): void {
    if (!isOpen()) return;
    lock();
    void router.replace({ name: "lock", query: { next: router.currentRoute.value.fullPath } });
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      left = Date.now();
      timer = window.setTimeout(shut, AWAY);
    } else if (left && Date.now() - left > AWAY) {
      if (Date.now() - left > LONG_AWAY) forgetWritten();
      shut();
    }
  });
}
