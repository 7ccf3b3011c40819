import type { Record_ } from "./wire.ts";

const MASK = (1n << 64n) - 1n;

/** What a phone holds, in one line that does not depend on the order (docs/sync.md, Pull 4). */
export function stateOf(records: Iterable<Pick<Record_, "id" | "version">>): string {
  let count = 0;
  let sum = 0n;
  for (const { id, version } of records) {
    count += 1;
    const low = BigInt(`0x${id.replaceAll("-", "").slice(-16)}`);
    sum = (sum + low * BigInt(2 * version + 1)) & MASK;
  }
  return `${count}:${sum.toString(16).padStart(16, "0")}`;
}
