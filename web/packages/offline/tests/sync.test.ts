import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";
import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { IDBFactory } from "fake-indexeddb";
import { Outbox, Sync, Users, WireError, type SyncRecord, type Vault } from "../src/index.ts";
import { stateOf } from "../src/state.ts";
import { id, record, Server, VISIT } from "./server.ts";

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

test("a request that is refused whole is sent one by one, and one alone that is refused says so", async () => {
  server.covered = "0000";
  const bad = await outbox.add({ ...VISIT, title: "太大" });
  await outbox.add({ ...VISIT, title: "好的" });
  const push = server.push.bind(server);
  server.push = (body) =>
    body.operations.some((one) => one.op_id === bad.id)
      ? Promise.reject(new WireError(413, "too_large", "内容太大。"))
      : push(body);
  await run();
  assert.deepEqual(
    outbox.all().map((one) => [one.title, one.state]),
    [
      ["太大", "refused"],
      ["好的", "sent"],
    ],
  );
  assert.equal(outbox.all()[0]?.told, "内容太大。");
});

test("what was noted of a new child waits until its file is taken", async () => {
  server.covered = "0000";
  const file = { kind: "children.register", payload: { id: "n" }, title: "建档", child: "n" };
  const made = await outbox.add(file);
  await outbox.add({ ...VISIT, child: "n" });
  await outbox.add({ ...VISIT, child: "c" });
  server.answers = { status: "refused", message: "电话不对。" };
  await run();
  assert.deepEqual(
    outbox.all().map((one) => one.state),
    ["refused", "waiting", "refused"],
  );
  server.answers = { status: "done" };
  await outbox.add(file, Date.now(), { replaces: [made.id] });
  await run();
  assert.deepEqual(
    outbox.all().map((one) => [one.kind, one.state]),
    [
      ["care.record_visit", "sent"],
      ["care.record_visit", "refused"],
      ["children.register", "sent"],
    ],
  );
});

test("a photo whose id is used goes under another, with all of its bytes", async () => {
  server.covered = "0000";
  await vault.putPiece("p", new Uint8Array(25));
  const attachments = [{ id: "p", kind: "photo" as const, mime: "image/jpeg", size: 25, sha256: "x" }];
  await outbox.add({ ...VISIT, attachments });
  const offer = server.offer.bind(server);
  server.offer = (body) => (body.id === "p" ? Promise.reject(new WireError(409, "id_used")) : offer(body));
  await run();
  const [part] = outbox.all()[0]!.attachments;
  assert.notEqual(part?.id, "p");
  assert.equal(part?.sent, true);
  assert.equal(server.pieces.get(part!.id)?.size, 3);
});

test("a disk that takes nothing more keeps nobody from sending what lies on it", async () => {
  await outbox.add(VISIT);
  const put = vault.store.outbox.bulkPut.bind(vault.store.outbox);
  vault.store.outbox.bulkPut = (() => Promise.reject(new DOMException("full", "QuotaExceededError"))) as never;
  await assert.rejects(run());
  assert.equal(server.done.size, 1);
  assert.deepEqual(
    outbox.all().map((one) => one.state),
    ["sent"],
  );
  vault.store.outbox.bulkPut = put;
  await run();
  assert.deepEqual(outbox.all(), []);
});

test("the state does not depend on the order, and tells one version from another", () => {
  const a = record(1, 1);
  const b = record(2, 7);
  assert.equal(stateOf([a, b]), stateOf([b, a]));
  assert.notEqual(stateOf([a, b]), stateOf([a, record(2, 8)]));
  assert.equal(stateOf([]), "0:0000000000000000");
});
