import { api, ApiError } from "@hutong/api";
import type { Router } from "vue-router";
import { t } from "../i18n.ts";
import { useSession } from "./session.ts";

/** Everybody who is not signed in goes to the sign-in page and comes back; whose session ends signs in over the page. */
export function sendToSignIn(router: Router): void {
  const signInFor = (path: string) => ({ name: "login", query: path === "/" ? {} : { next: path } });

  router.beforeEach(async (to) => {
    if (to.meta.open) return true;
    const me = await useSession().load().catch(keepWhy);
    // The page stays, covered, until whoever sat there signs in again.
    if (useSession().over) return false;
    if (!me) return signInFor(to.fullPath);
    if (me.must_enrol && !me.must_change_password && to.name !== "security") return { name: "security" };
    return me.must_change_password && to.name !== "password" ? { name: "password" } : true;
  });

  window.addEventListener("focus", () => {
    const session = useSession();
    if (session.me && !session.over) void session.load().catch(() => undefined);
  });

  router.afterEach((to) => {
    document.title = to.meta.title ? t("frame.title", { page: t(to.meta.title) }) : t("frame.product");
  });

  api.use({
    onResponse({ response }) {
      const here = router.currentRoute.value;
      const session = useSession();
      if (response.status !== 401 || here.meta.open || !here.matched.length || session.gone) return;
      void response
        .clone()
        .json()
        .then(
          (body) => keepWords(ApiError.from(401, body)),
          () => undefined,
        );
      if (session.me) return session.cover();
      session.forget();
      void router.push(signInFor(here.fullPath));
    },
  });
}

function keepWhy(error: unknown): null {
  // A tab that the browser brings back after its session is over.
  const session = useSession();
  if (error instanceof ApiError && error.status === 401 && !session.over) session.forget();
  keepWords(error);
  return null;
}

function keepWords(error: unknown): void {
  if (error instanceof ApiError && error.code === "session_ended") useSession().ended = error.message;
}
