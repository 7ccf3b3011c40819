import { onBeforeUnmount, onMounted, reactive, watch, type Ref } from "vue";
import type { RuleError } from "@hutong/forms";
import { isOpen, opened } from "../phone/house.ts";

/** Where it stands why a draft came back. */
export const whyKey = (key: string): string => `${key} sent back`;

/**
 * Keeps what is being written, sealed, across a call, a killed browser, an empty battery. `key` names the form.
 * sentBack: all that the server said was wrong with it, where it is an operation to be corrected.
 */
export function useDraft<T extends object>(
  key: string,
  form: Ref<T>,
): { restored: boolean; sentBack: RuleError[]; drop: () => Promise<void> } {
  const draft = reactive({ restored: false, sentBack: [] as RuleError[], drop });
  let done = false;
  let dirty = false;
  let timer = 0;

  onMounted(async () => {
    const kept = await opened().vault.get<T>("drafts", key);
    if (kept) {
      form.value = kept;
      draft.restored = true;
      draft.sentBack = (await opened().vault.get<RuleError[]>("drafts", whyKey(key))) ?? [];
    }
    watch(form, later, { deep: true });
  });

  function later(): void {
    dirty = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void keep(), 400);
  }
  async function keep(): Promise<void> {
    if (!done && dirty && isOpen()) await opened().vault.put("drafts", [[key, JSON.parse(JSON.stringify(form.value))]]);
  }
  // A call comes, the app goes out of sight, the red button is pressed: what was written so far is kept at once.
  document.addEventListener("visibilitychange", keep);
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", keep);
    clearTimeout(timer);
    return keep();
  });

  async function drop(): Promise<void> {
    done = true;
    clearTimeout(timer);
    await opened().vault.remove("drafts", [key, whyKey(key)]);
  }
  return draft;
}
