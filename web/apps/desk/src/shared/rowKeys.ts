import type { TableInstance } from "element-plus";
import { ref, watch, type Ref } from "vue";

/** ↑ and ↓ go through the rows of a list, Enter opens the one they stand at. */
export function useRowKeys<T extends object>(
  table: Ref<TableInstance | undefined>,
  rows: Ref<T[]>,
  open: (row: T) => void,
) {
  const at = ref(-1);
  watch(rows, () => (at.value = -1));

  function press(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && rows.value[at.value]) return open(rows.value[at.value]!);
    if (!step) return;
    event.preventDefault();
    at.value = Math.min(Math.max(at.value + step, 0), rows.value.length - 1);
    table.value?.setCurrentRow(rows.value[at.value] as object);
    table.value?.$el.querySelectorAll(".el-table__body tr")[at.value]?.scrollIntoView({ block: "nearest" });
  }
  return press;
}
