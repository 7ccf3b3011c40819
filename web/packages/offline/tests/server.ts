import { WireError, type SyncRecord } from "../src/index.ts";
import { stateOf } from "../src/state.ts";
import type { PullAnswer, PullQuestion, Received, Result, Sent, Wire } from "../src/wire.ts";

export const VISIT = { kind: "care.record_visit", payload: { words: "想妈妈" }, title: "走访", child: "c" };
export const id = (n: number): string => `0198f000-0000-7000-8000-${String(n).padStart(12, "0")}`;
export const record = (n: number, version: number): SyncRecord => ({
  type: "child",
  id: id(n),
  version,
  place: 1,
  data: { name: `孩${n}` },
});

/** A server of one village that can be cut before or after it has done what was asked. */
export class Server implements Wire {
  records = new Map<string, SyncRecord>();
  removed: { type: string; id: string }[] = [];
  log: { upserts: SyncRecord[]; removed: { type: string; id: string }[] }[] = [];
  done = new Map<string, Result>();
  pieces = new Map<string, Map<number, ArrayBuffer>>();
  epoch = "e1";
  cut: "" | "before" | "after" = "";
  answers: Partial<Result> = { status: "done" };
  revoked = false;
  covered = "2000";
  pulls: PullQuestion[] = [];

  put(...records: SyncRecord[]): void {
    for (const one of records) this.records.set(one.id, one);
    this.log.push({ upserts: records, removed: [] });
  }
  take(n: number): void {
    this.records.delete(id(n));
    this.log.push({ upserts: [], removed: [{ type: "child", id: id(n) }] });
  }
  async #maybe<T>(work: () => T): Promise<T> {
    if (this.cut === "before") throw new WireError(0, "unreachable");
    const answer = work();
    if (this.cut === "after") throw new WireError(0, "unreachable");
    return answer;
  }
  push(body: { operations: Sent[] }) {
    return this.#maybe(() => {
      const results = body.operations.map((one): Result => {
        const kept =
          this.done.get(one.op_id) ??
          ({ op_id: one.op_id, code: "", message: "", fields: [], status: "done", ...this.answers } as Result);
        this.done.set(one.op_id, kept);
        return kept;
      });
      return { results, revoked: this.revoked, now: "1000" };
    });
  }
  pull(question: PullQuestion): Promise<PullAnswer> {
    return this.#maybe(() => {
      this.pulls.push(question);
      const state = stateOf(this.records.values());
      const rest = {
        epoch: this.epoch,
        state,
        now: "3000",
        covered_to: this.covered,
        lease_hours: 72,
        token: null,
        duties: null,
        documents: {},
        more: false,
      };
      const cursors = { "7": this.log.length };
      const known = question.cursors["7"] ?? 0;
      if (question.have === null && (question.epoch !== this.epoch || known > this.log.length)) {
        return { ...rest, cursors, inventory: true, records: [], removed: [] };
      }
      if (question.have) {
        const have = question.have.child ?? {};
        const records = [...this.records.values()].filter((one) => have[one.id] !== one.version);
        const removed = Object.keys(have)
          .filter((key) => !this.records.has(key))
          .map((key) => ({ type: "child", id: key }));
        return { ...rest, cursors, inventory: false, records, removed };
      }
      const since = this.log.slice(known);
      return {
        ...rest,
        cursors,
        inventory: false,
        records: since.flatMap((one) => one.upserts),
        removed: since.flatMap((one) => one.removed),
      };
    });
  }
  offer(body: { id: string }): Promise<Received> {
    return this.#maybe(() => this.#there(body.id, 0));
  }
  piece(part: string, number: number, bytes: ArrayBuffer): Promise<Received> {
    return this.#maybe(() => {
      const kept = this.pieces.get(part) ?? new Map<number, ArrayBuffer>();
      this.pieces.set(part, kept.set(number, bytes));
      return this.#there(part, 25);
    });
  }
  #there(part: string, size: number): Received {
    const kept = this.pieces.get(part) ?? new Map<number, ArrayBuffer>();
    const total = [...kept.values()].reduce((sum, one) => sum + one.byteLength, 0);
    return { id: part, piece_size: 10, received: [...kept.keys()], done: size > 0 && total >= size };
  }
}
