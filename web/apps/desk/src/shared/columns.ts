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

const keyOf = (name: string): string => `columns:${name}`;

function wanted(name: string, columns: Column[]): string[] {
  const kept = localStorage.getItem(keyOf(name));
  return kept ? (JSON.parse(kept) as string[]) : columns.filter((one) => !one.extra).map((one) => one.key);
}

/** Keys of the columns that a list shows now, in their order. */
export function shownColumns(name: string, columns: Column[]): string[] {
  const chosen = wanted(name, columns);
  return columns.filter((one) => one.fixed || chosen.includes(one.key)).map((one) => one.key);
}

/** Which columns of a list somebody wants to see, remembered on this computer (names of columns, no data). */
export function useColumns(
  name: string,
  columns: () => Column[],
): { chosen: Ref<string[]>; shown: ComputedRef<Column[]> } {
  const chosen = ref<string[]>(wanted(name, columns()));
  watch(chosen, (now) => localStorage.setItem(keyOf(name), JSON.stringify(now)));
  const shown = computed(() => columns().filter((one) => one.fixed || chosen.value.includes(one.key)));
  return { chosen, shown };
}
