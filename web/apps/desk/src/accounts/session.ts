import { account, api, ok, type Schema } from "@hutong/api";
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { forgetWords } from "../shared/words.ts";

/** Who is signed in, in which role the person acts, and what that role may do. */
export const useSession = defineStore("session", () => {
  const me = ref<Schema<"Me"> | null>(null);
  /** Why the last session ended, in the server's words, for the sign-in page. */
  const ended = ref("");
  const permissions = computed(() => new Set(me.value?.permissions ?? []));

  async function load(): Promise<Schema<"Me">> {
    me.value ??= await ok(api.GET("/api/v1/me"));
    return me.value;
  }

  async function refresh(): Promise<void> {
    me.value = await ok(api.GET("/api/v1/me"));
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

  const can = (permission: string): boolean => permissions.value.has(permission);
  return { me, ended, can, load, refresh, act, end, forget };
});
