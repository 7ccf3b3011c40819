import { ref, shallowRef, watch, type Ref, type WatchSource } from "vue";
import { sentence } from "./refusals.ts";

export interface Loaded<T> {
  data: Ref<T | null>;
  loading: Ref<boolean>;
  error: Ref<string>;
  reload: () => Promise<void>;
}

/** Loads at once and again whenever a source changes; an answer that was overtaken is dropped. */
export function useLoad<T>(ask: () => Promise<T> | null, sources: WatchSource[] = []): Loaded<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>;
  const loading = ref(false);
  const error = ref("");
  let latest = 0;

  async function reload(): Promise<void> {
    const mine = ++latest;
    const asked = ask();
    if (!asked) return;
    loading.value = true;
    error.value = "";
    try {
      const answer = await asked;
      if (mine === latest) data.value = answer;
    } catch (failure) {
      if (mine === latest) error.value = sentence(failure);
    } finally {
      if (mine === latest) loading.value = false;
    }
  }

  watch(sources, reload, { immediate: true });
  return { data, loading, error, reload };
}
