import { computed, ref, watch, type ComputedRef, type Ref } from "vue";

export interface Column {
  key: string;
  label: string;
  width?: number;
  minWidth?: number;
  align?: "left" | "right" | "center";
  /** Kept on one line; the rest shows when pointed at. */
  oneLine?: boolean;
  /** Stays: cannot be switched off. */
  fixed?: boolean;
  /** Off until somebody wants it. */
  extra?: boolean;
  /** Shown on a phone, where only the most needed columns fit. */
  phone?: boolean;
}

/** Which columns of a list somebody wants to see, remembered on this computer (names of columns, no data). */
export function useColumns(
  name: string,
  columns: () => Column[],
): { chosen: Ref<string[]>; shown: ComputedRef<Column[]> } {
  const key = `columns:${name}`;
  const usual = columns().filter((one) => !one.extra).map((one) => one.key);
  const kept = localStorage.getItem(key);
  const chosen = ref<string[]>(kept ? (JSON.parse(kept) as string[]) : usual);
  watch(chosen, (now) => localStorage.setItem(key, JSON.stringify(now)));
  const shown = computed(() => columns().filter((one) => one.fixed || chosen.value.includes(one.key)));
  return { chosen, shown };
}
