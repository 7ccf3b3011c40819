import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { Dexie } from "dexie";
import { Outbox, strongEnough, toBytes, toText, Users } from "../src/index.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
});

const WANG = { id: "p1", name: "王秀兰", staffNumber: "2224260004", device: "d1" };
const DAY = 86_400_000;

async function enrolled(now: () => number = () => 1_000) {
  const users = new Users(now);
  const made = await users.enrol(WANG, "482915");
  return { users, ...made };
}

test("what is kept opens with the PIN, and with no other", async () => {
  const { users, vault } = await enrolled();
  await vault.put("records", [["child:1", { name: "郭宇志" }]]);
  vault.close();
  assert.deepEqual(await users.unlock("p1", "000001"), { state: "wrong", left: 4 });
  const got = await users.unlock("p1", "482915");
  assert.equal(got.state, "open");
  if (got.state === "open") assert.deepEqual(await got.vault.get("records", "child:1"), { name: "郭宇志" });
});

test("five wrong PINs lock the store, and the right one does not open it any more", async () => {
  const { users } = await enrolled();
  for (const left of [4, 3, 2, 1]) assert.deepEqual(await users.unlock("p1", "111222"), { state: "wrong", left });
  assert.deepEqual(await users.unlock("p1", "111222"), { state: "locked" });
  assert.deepEqual(await users.unlock("p1", "482915"), { state: "locked" });
});

test("nothing readable lies in the database", async () => {
  const { vault } = await enrolled();
  await vault.put("records", [["child:1", { name: "郭宇志", phone: "13844331795" }]]);
  await new Outbox(vault).add({ kind: "care.record_visit", payload: { words: "想妈妈" }, title: "走访郭宇志" });
  const rows = [...(await vault.store.records.toArray()), ...(await vault.store.outbox.toArray())];
  const lying = rows.map((row) => new TextDecoder().decode(row.data)).join() + JSON.stringify(rows);
  for (const word of ["郭宇志", "13844331795", "想妈妈"]) assert.ok(!lying.includes(word), word);
});

test("a sealed row that was moved to another key does not open", async () => {
  const { vault } = await enrolled();
  await vault.put("records", [["child:1", { name: "甲" }]]);
  const row = await vault.store.records.get("child:1");
  await vault.store.records.put({ ...row!, key: "child:2" });
  assert.equal(await vault.get("records", "child:2"), undefined);
});

test("after three days without the server the store stays closed, and a clock set back wins nothing", async () => {
  let now = 10 * DAY;
  const { users } = await enrolled(() => now);
  now += 2 * DAY;
  assert.equal((await users.unlock("p1", "482915")).state, "open");
  now += 2 * DAY;
  assert.equal((await users.unlock("p1", "482915")).state, "lease");
  now -= 3 * DAY;
  assert.equal((await users.unlock("p1", "482915")).state, "lease");
  await users.reached("p1");
  assert.equal((await users.unlock("p1", "482915")).state, "open");
});

test("a clock that jumped ahead and back closes the store only until the server is reached, and wins no year", async () => {
  let now = 10 * DAY;
  const { users } = await enrolled(() => now);
  now += 400 * DAY;
  assert.equal((await users.unlock("p1", "482915")).state, "lease");
  now -= 400 * DAY;
  const got = await users.unlock("p1", "482915");
  assert.equal(got.state, "lease");
  await users.reached("p1");
  const open = await users.unlock("p1", "482915");
  assert.ok(open.state === "open" && open.left === 72);
  now += 4 * DAY;
  assert.equal((await users.unlock("p1", "482915")).state, "lease");
});

test("a user leaves the phone only when nothing of theirs waits", async () => {
  const { users, vault } = await enrolled();
  const outbox = new Outbox(vault);
  const made = await outbox.add({ kind: "children.confirm", payload: {}, title: "核实" });
  assert.equal(await users.waiting("p1"), 1);
  assert.equal(await users.remove("p1"), false);
  await outbox.mark(made.id, { state: "sent" });
  await outbox.forget(() => true);
  assert.equal(await users.remove("p1"), true);
});

test("what puts a refused record right takes its place and ends its draft in one moment", async () => {
  const { vault } = await enrolled();
  const outbox = new Outbox(vault);
  const refused = await outbox.add({ kind: "care.record_visit", payload: { child: "c" }, title: "走访" });
  await outbox.mark(refused.id, { state: "refused", told: "走访日期不能晚于今天。" });
  await vault.put("drafts", [["visit:c", { words: "想妈妈" }]]);
  const ends = { drafts: ["visit:c"], replaces: [refused.id] };
  const right = { kind: "care.record_visit", payload: { child: "c", words: "想妈妈" }, title: "改好的走访" };
  await outbox.add(right, Date.now(), ends);
  const again = new Outbox(vault);
  await again.load();
  assert.deepEqual(
    again.all().map((one) => one.title),
    ["改好的走访"],
  );
  assert.equal(await vault.get("drafts", "visit:c"), undefined);
});

test("what was not sent is taken back; what may be on its way is not", async () => {
  const { vault } = await enrolled();
  const outbox = new Outbox(vault);
  await vault.putPiece("p", new Uint8Array(3));
  const part = { id: "p", kind: "photo" as const, mime: "image/jpeg", size: 3, sha256: "x" };
  const wrong = await outbox.add({ kind: "care.record_visit", payload: {}, title: "走访", attachments: [part] });
  const asked = await outbox.add({ kind: "children.confirm", payload: {}, title: "核实" });
  await outbox.mark(asked.id, { asked: true });
  assert.equal(await outbox.withdraw(wrong.id), true);
  assert.equal(await outbox.withdraw(asked.id), false);
  assert.equal(await vault.piece("p"), undefined);
  const again = new Outbox(vault);
  await again.load();
  assert.deepEqual(
    again.all().map((one) => one.title),
    ["核实"],
  );
});

test("a new sign-in with the escrowed key still reads what waited", async () => {
  const { users, vault, raw } = await enrolled();
  await new Outbox(vault).add({ kind: "children.confirm", payload: { child: "c" }, title: "核实" });
  vault.close();
  await assert.rejects(users.enrol(WANG, "739164"));
  const again = await users.enrol(WANG, "739164", raw);
  const outbox = new Outbox(again.vault);
  await outbox.load();
  assert.equal(outbox.waiting()[0]?.title, "核实");
});

test("the key of a store comes out by its PIN alone, for a server that has it no longer", async () => {
  const { users, vault, raw } = await enrolled();
  vault.close();
  assert.deepEqual(await users.key("p1", "730164"), { state: "wrong", left: 4 });
  assert.deepEqual(await users.key("p1", "482915"), { state: "right", raw });
});

test("a PIN that anybody tries first is not taken", () => {
  for (const pin of ["111111", "123456", "654321", "199001", "12345", "200805", "112233", "111222", "121212", "123123"])
    assert.ok(!strongEnough(pin), pin);
  assert.ok(!strongEnough("222426", "22242600101"), "the beginning of one's staff number");
  assert.ok(strongEnough("482915"));
});

test("bytes survive their way through text", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  assert.deepEqual(toBytes(toText(bytes)), bytes);
});
