import { api, ok, type Schema } from "@hutong/api";
import { defineStore } from "pinia";
import { computed, ref, watch } from "vue";
import type { Router } from "vue-router";
import { useSession } from "../accounts/session.ts";
import { tell } from "../shared/refusals.ts";

export const VILLAGE = 5;

/**
 * The place that lists and figures are about: the one chosen in the top bar, else the role's own.
 * Who holds several posts of one role and chose nothing sees them together: `code` is null then.
 */
export const useChosenPlace = defineStore("chosen-place", () => {
  const session = useSession();
  const picked = ref<number | null>(null);
  const detail = ref<Schema<"PlaceDetail"> | null>(null);

  const own = computed(() => session.me?.acting?.places ?? []);
  const only = computed(() => (own.value.length === 1 ? own.value[0]!.code : null));
  const code = computed(() => picked.value ?? only.value);
  /** The same for lists of duties: who has no jurisdiction, a department say, is shown what is addressed to it, of no place. */
  const within = computed(() => (session.can("home") ? code.value : null));

  watch(
    code,
    async (now) => {
      detail.value = null;
      if (!now) return;
      const found = await ok(api.GET("/api/v1/places/{code}", { params: { path: { code: now } } })).catch(tell);
      if (found && code.value === now) detail.value = found;
    },
    { immediate: true },
  );

  function choose(place: number | null): void {
    picked.value = place;
  }
  return { code, within, own, detail, choose };
});

/** The chosen place goes along in the address, so that a link sent to a colleague shows the same. */
export function carryPlace(router: Router): void {
  router.beforeEach((to) => {
    const chosen = useChosenPlace();
    if (to.query.place) chosen.choose(Number(to.query.place));
    else if (to.meta.placed && chosen.code)
      return { ...to, query: { ...to.query, place: String(chosen.code) }, replace: true };
    return true;
  });
}
