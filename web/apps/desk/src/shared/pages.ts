import { computed, ref, shallowRef, watch, type Ref, type WatchSource } from "vue";
import { sentence } from "./refusals.ts";

export interface Page<T> {
  items: T[];
  total: { count: number; capped: boolean } | number;
  next?: string | number | null;
  as_of?: string;
}

/** A key as most lists take it. */
export const text = (after: Page<unknown>["next"]): string | undefined => (after ? String(after) : undefined);

/** A list read page by page with the server's keys; starts again whenever a source changes. */
export function usePages<T, P extends Page<T> = Page<T>>(
  ask: (after: Page<T>["next"]) => Promise<P>,
  sources: WatchSource[] = [],
) {
  const page = shallowRef<P | null>(null) as Ref<P | null>;
  const loading = ref(false);
  const error = ref("");
  const asOf = ref("");
  const trail = ref<NonNullable<Page<T>["next"]>[]>([]);
  let latest = 0;

  async function read(): Promise<void> {
    const mine = ++latest;
    loading.value = true;
    error.value = "";
    try {
      const answer = await ask(trail.value.at(-1));
      if (mine !== latest) return;
      page.value = answer;
      asOf.value = answer.as_of ?? new Date().toISOString();
    } catch (failure) {
      if (mine === latest) error.value = sentence(failure);
    } finally {
      if (mine === latest) loading.value = false;
    }
  }

  const restart = (): Promise<void> => {
    trail.value = [];
    return read();
  };
  const forward = (): void => {
    const next = page.value?.next;
    if (next !== null && next !== undefined) trail.value = [...trail.value, next];
    void read();
  };
  const back = (): void => {
    trail.value = trail.value.slice(0, -1);
    void read();
  };
  watch(sources, restart, { immediate: true });

  const items = computed<P["items"]>(() => page.value?.items ?? []);
  const count = computed(() => {
    const total = page.value?.total ?? 0;
    return typeof total === "number" ? { count: total, capped: false } : total;
  });
  const more = computed(() => page.value?.next !== null && page.value?.next !== undefined);
  const number = computed(() => trail.value.length + 1);
  return { page, data: page, items, count, more, loading, error, asOf, number, reload: read, forward, back };
}

/** All of a list that is chosen from, page after page. */
export async function every<T>(ask: (after: Page<T>["next"]) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let after: Page<T>["next"];
  do {
    const page = await ask(after);
    found.push(...page.items);
    after = page.next;
  } while (after);
  return found;
}

/** What stands under a list. */
export type Turning = Pick<
  ReturnType<typeof usePages<unknown>>,
  "page" | "count" | "more" | "asOf" | "number" | "forward" | "back"
>;
