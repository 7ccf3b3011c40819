import type { Schema } from "@hutong/api";

export const OUTCOMES = ["new", "changed", "unchanged", "duplicate", "refused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const WORKING = new Set(["waiting", "reading", "checking", "importing", "undoing"]);

/** Whether the worker is busy with it, so that the page should look again. */
export function working(ledger: Schema<"LedgerOut">): boolean {
  return WORKING.has(ledger.status);
}

/** The step of the wizard: 0 upload, 1 reading, 2 preview, 3 writing, 4 done. */
export function stepOf(status: string): number {
  if (["waiting", "reading", "checking"].includes(status)) return 1;
  if (status === "checked") return 2;
  return status === "importing" || status === "undoing" ? 3 : 4;
}
