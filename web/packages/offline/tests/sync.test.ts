import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";
import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { IDBFactory } from "fake-indexeddb";
import { Outbox, Sync, Users, WireError, type SyncRecord, type Vault } from "../src/index.ts";
import { stateOf } from "../src/state.ts";
import type { PullAnswer, PullQuestion, Received, Result, Sent, Wire } from "../src/wire.ts";

const VISIT = { kind: "care.record_visit", payload: { words: "想妈妈" }, title: "走访", child: "c" };
const id = (n: number): string => `0198f000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const record = (n: number, version: number): SyncRecord => ({
  type: "child",
  id: id(n),
  version,
  place: 1,
  data: { name: `孩${n}` },
});

/** A server of one village that can be cut before or after it has done what was asked. */
class Server implements Wire {
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

let vault: Vault;
let outbox: Outbox;
let server: Server;
const run = () => new Sync(vault, outbox, server, "1").run();
const held = async () =>
  new Map([...(await vault.all<SyncRecord>("records")).values()].map((one) => [one.id, one.version]));
const theirs = () => new Map([...server.records.values()].map((one) => [one.id, one.version]));

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
  ({ vault } = await new Users(() => 1).enrol({ id: "p", name: "王秀兰", staffNumber: "1", device: "d" }, "482915"));
  outbox = new Outbox(vault);
  server = new Server();
  server.put(record(1, 1), record(2, 1));
});

test("the first exchange brings the village, the next only what changed", async () => {
  await run();
  assert.deepEqual(await held(), theirs());
  server.put(record(2, 5));
  server.take(1);
  assert.equal((await run()).received, 1);
  assert.deepEqual(await held(), theirs());
});

for (const cut of ["before", "after"] as const) {
  test(`cut ${cut} the answer, an operation is sent once more and done once`, async () => {
    const made = await outbox.add(VISIT);
    server.cut = cut;
    await assert.rejects(run(), WireError);
    assert.equal(outbox.waiting().length, 1);
    server.cut = "";
    await run();
    assert.deepEqual([...server.done.keys()], [made.id]);
    assert.equal(outbox.waiting().length, 0);
  });
}

test("a refusal stays on the phone with what to do, and holds up nobody", async () => {
  server.answers = { status: "refused", message: "走访日期不能晚于今天。", fields: [] };
  const bad = await outbox.add(VISIT);
  await run();
  const kept = outbox.all().find((one) => one.id === bad.id);
  assert.deepEqual([kept?.state, kept?.told], ["refused", "走访日期不能晚于今天。"]);
});

test("what the server was too busy for is asked once, and goes with the next exchange", async () => {
  server.answers = { status: "later", message: "服务器正忙。" };
  await outbox.add(VISIT);
  await run();
  assert.equal(outbox.waiting().length, 1);
  server.done.clear();
  server.answers = { status: "done" };
  await run();
  assert.equal(outbox.waiting().length, 0);
});

test("what is acknowledged stays until a backup covers it", async () => {
  server.covered = "0999";
  await outbox.add(VISIT);
  await run();
  assert.equal(outbox.all().length, 1);
  server.covered = "1000";
  await run();
  assert.equal(outbox.all().length, 0);
});

test("after the server was restored from a backup, what it lost is sent again and the phone is healed", async () => {
  server.covered = "0000";
  await outbox.add(VISIT);
  await run();
  Object.assign(server, { epoch: "e2", done: new Map(), log: [], records: new Map() });
  server.put(record(3, 1));
  await run();
  assert.deepEqual(await held(), theirs());
  assert.equal(outbox.waiting().length, 1);
  await run();
  assert.equal(server.done.size, 1);
});

test("a phone that differs for whatever reason heals itself in one exchange", async () => {
  await run();
  await vault.put("records", [["child:" + id(9), record(9, 1)]]);
  await vault.remove("records", ["child:" + id(1)]);
  await run();
  assert.deepEqual(await held(), theirs());
});

test("a revoked phone gives away what it holds and is told to close", async () => {
  await outbox.add(VISIT);
  server.revoked = true;
  server.answers = { status: "quarantined", message: "这部手机已停用，记录交给了儿童督导员。" };
  const outcome = await run();
  assert.equal(outcome.closed, "device_revoked");
  assert.equal(server.pulls.length, 0);
  assert.equal(outbox.waiting().length, 0);
});

test("a voice note goes in pieces and goes on where it was cut", async () => {
  const bytes = new Uint8Array(25).fill(7);
  await vault.putPiece("v", bytes);
  await outbox.add({ ...VISIT, attachments: [{ id: "v", kind: "voice", mime: "audio/webm", size: 25, sha256: "x" }] });
  const piece = server.piece.bind(server);
  let count = 0;
  server.piece = (...given) => (++count === 2 ? Promise.reject(new WireError(0, "unreachable")) : piece(...given));
  await assert.rejects(run(), WireError);
  server.piece = piece;
  server.covered = "0000";
  await run();
  assert.deepEqual([...(server.pieces.get("v")?.keys() ?? [])], [0, 1, 2]);
  assert.equal(outbox.all()[0]?.attachments[0]?.sent, true);
});

test("a photo that is refused is told and holds up nobody; one that only waits is not given up", async () => {
  server.covered = "0000";
  const attachments = [{ id: "p", kind: "photo" as const, mime: "image/jpeg", size: 3, sha256: "x" }];
  await vault.putPiece("p", new Uint8Array(3));
  await outbox.add({ ...VISIT, attachments });
  const refusals = [
    new WireError(401, "device_unknown"),
    new WireError(409, "no_operation"),
    new WireError(422, "invalid", "附件的内容和类型不符，没有收下。"),
  ];
  server.offer = () => Promise.reject(refusals.shift());
  await assert.rejects(run(), WireError);
  await run();
  assert.equal(outbox.all()[0]?.attachments[0]?.sent, undefined);
  await run();
  assert.equal(outbox.all()[0]?.attachments[0]?.sent, true);
  assert.equal(outbox.all()[0]?.told, "附件的内容和类型不符，没有收下。");
});

test("the state does not depend on the order, and tells one version from another", () => {
  const a = record(1, 1);
  const b = record(2, 7);
  assert.equal(stateOf([a, b]), stateOf([b, a]));
  assert.notEqual(stateOf([a, b]), stateOf([a, record(2, 8)]));
  assert.equal(stateOf([]), "0:0000000000000000");
});
