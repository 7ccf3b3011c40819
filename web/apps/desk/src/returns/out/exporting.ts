import { api, ok, type Schema } from "@hutong/api";
import { onBeforeUnmount, ref, type Ref } from "vue";

export type Export = Schema<"ExportOut">;
const EVERY = 1000;

/** Whether the worker is busy with it, so that the page should look again. */
export const working = (one: Export): boolean => one.status === "waiting" || one.status === "working";

/** Where the finished workbook is fetched. */
export const fileOf = (one: Export): string => `/api/v1/exports/${one.id}/file`;

/** One export that was asked for here, watched until it is made; it goes on when the page is left. */
export function useExport(changed: () => void = () => undefined): {
  made: Ref<Export | null>;
  ask: (body: Schema<"ExportIn">) => Promise<void>;
} {
  const made = ref<Export | null>(null);
  let timer = 0;

  async function look(): Promise<void> {
    if (!made.value || !working(made.value)) return changed();
    const params = { path: { export: made.value.id } };
    made.value = await ok(api.GET("/api/v1/exports/{export}", { params })).catch(() => made.value);
    timer = window.setTimeout(() => void look(), EVERY);
  }
  async function ask(body: Schema<"ExportIn">): Promise<void> {
    window.clearTimeout(timer);
    made.value = await ok(api.POST("/api/v1/exports", { body }));
    changed();
    timer = window.setTimeout(() => void look(), EVERY);
  }
  onBeforeUnmount(() => window.clearTimeout(timer));
  return { made, ask };
}
