import { account, api, ok, type Schema } from "@hutong/api";
import { defineStore } from "pinia";
import { computed, nextTick, ref } from "vue";
import { forgetWords } from "../shared/words.ts";

/** Who is signed in, in which role the person acts, and what that role may do. */
export const useSession = defineStore("session", () => {
  const me = ref<Schema<"Me"> | null>(null);
  /** Why the last session ended, in the server's words, for the sign-in page. */
  const ended = ref("");
  /** The session ended while a page stood open: it waits, covered, for the same person. */
  const over = ref(false);
  /** Somebody else signed in over it, or nobody will: nothing of it may be shown or asked for again. */
  const gone = ref(false);
  const permissions = computed(() => new Set(me.value?.permissions ?? []));

  // The server's today: a window that stands open overnight asks again before anything is filled in.
  let askedOn = "";

  async function load(): Promise<Schema<"Me">> {
    if (!me.value || askedOn !== new Date().toDateString()) await refresh();
    return me.value!;
  }

  async function refresh(): Promise<void> {
    me.value = await ok(api.GET("/api/v1/me"));
    askedOn = new Date().toDateString();
  }

  async function act(role: string): Promise<void> {
    me.value = await ok(api.POST("/api/v1/me/acting", { body: { role } }));
  }

  /** Signs out; gives where the browser should sign out of 统一身份认证 as well, empty after a password. */
  async function end(): Promise<string> {
    const { leave } = await account.sso().catch(() => ({ leave: "" }));
    await account.signOut();
    forget();
    return leave;
  }

  /** Drops everything that this tab knows about the person and about unfinished forms: whenever the session is over. */
  function forget(): void {
    me.value = null;
    sessionStorage.clear();
    forgetWords();
  }

  /** The session is over: what this tab keeps goes at once, the page stays in memory, covered. */
  function cover(): void {
    over.value = true;
    sessionStorage.clear();
    forgetWords();
  }

  /** After signing in over a page: whether it is the same person in the same role. Otherwise the window starts anew, empty. */
  async function again(): Promise<boolean> {
    const before = me.value;
    let now = await ok(api.GET("/api/v1/me"));
    const role = before?.acting?.role;
    if (now.person.id !== before?.person.id || now.must_change_password || now.must_enrol) return leave();
    if (role && now.acting?.role !== role) {
      const acting = await ok(api.POST("/api/v1/me/acting", { body: { role } })).catch(() => null);
      if (!acting) return leave();
      now = acting;
    }
    me.value = now;
    ended.value = "";
    over.value = false;
    return true;
  }

  /** Takes the page away before the window starts anew: nothing may ask whether to stay on it. */
  async function leave(): Promise<false> {
    gone.value = true;
    forget();
    await nextTick();
    window.location.assign("/");
    return false;
  }

  const can = (permission: string): boolean => permissions.value.has(permission);
  return { me, ended, over, gone, can, load, refresh, act, end, forget, cover, again, leave };
});
