import assert from "node:assert/strict";
import { beforeEach, onTestFinished, test } from "vitest";
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { Dexie } from "dexie";
import { Phone, Store, type User } from "../src/database.ts";
import { Outbox, Users } from "../src/index.ts";
import { Keeper } from "../src/keeper.ts";
import { importKey, sealBytes } from "../src/seal.ts";
import { utf8 } from "../src/bytes.ts";
import { Vault } from "../src/vault.ts";

const WANG = { id: "p1", name: "王秀兰", staffNumber: "2224260004", device: "d1" };
const PIN = "482915";

function newBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
}
beforeEach(newBrowser);

async function enrolled() {
  const phone = new Phone();
  const users = new Users(() => 1_000, phone);
  const { vault, raw } = await users.enrol(WANG, PIN);
  return { phone, users, vault, raw };
}

const row = async (phone: Phone): Promise<User> => (await phone.users.get("p1"))!;
const wrongly = (users: Users, times: number) =>
  Promise.all(Array.from({ length: times }, () => users.unlock("p1", "111222")));

test("a copy of all that a script can write out does not open elsewhere by the right PIN", async () => {
  const { phone, vault } = await enrolled();
  await vault.put("records", [["child:1", { name: "郭宇志" }]]);
  const copied = await row(phone);
  const [secrets] = await phone.secrets.toArray();
  for (const secret of [secrets!.lid, secrets!.mix])
    await assert.rejects(crypto.subtle.exportKey("raw", secret as CryptoKey));
  newBrowser();
  const other = new Phone();
  await other.users.put(copied);
  assert.deepEqual(await new Users(() => 1_000, other).unlock("p1", PIN), { state: "lost" });
  const mine = { lid: crypto.getRandomValues(new Uint8Array(32)), mix: crypto.getRandomValues(new Uint8Array(32)) };
  await other.secrets.put({ id: "p1", ...mine });
  assert.deepEqual(await new Users(() => 1_000, other).unlock("p1", PIN), { state: "lost" });
});

test("wrong PINs are counted where nobody reads or sets them, and a row put back does not open", async () => {
  const { phone, users } = await enrolled();
  const before = await row(phone);
  assert.deepEqual(Object.keys(before).sort(), ["box", "device", "id", "name", "staffNumber"]);
  await wrongly(users, 3);
  await phone.users.put(before);
  assert.deepEqual(await users.unlock("p1", PIN), { state: "lost" });
});

test("sixteen guesses at once are five, and with the fifth the wrapped key is gone", async () => {
  const { phone, users } = await enrolled();
  const states = (await wrongly(users, 16)).map((one) => one.state);
  assert.equal(states.filter((state) => state === "wrong").length, 4);
  assert.equal(states.filter((state) => state === "locked").length, 12);
  assert.equal((await new Keeper(phone).read(await row(phone)))?.kept.wrapped, null);
  assert.deepEqual(await users.unlock("p1", PIN), { state: "locked" });
});

test("the right PIN at the fifth try opens, and the count begins anew", async () => {
  const { users } = await enrolled();
  await wrongly(users, 4);
  assert.equal((await users.unlock("p1", PIN)).state, "open");
  assert.deepEqual(await users.unlock("p1", "111222"), { state: "wrong", left: 4 });
});

test("a wrong PIN at changing it counts as at unlocking", async () => {
  const { users } = await enrolled();
  for (const left of [4, 3, 2, 1])
    assert.deepEqual(await users.changePin("p1", "111222", "730164"), { state: "wrong", left });
  assert.deepEqual(await users.changePin("p1", "111222", "730164"), { state: "locked" });
  assert.deepEqual(await users.unlock("p1", PIN), { state: "locked" });
});

test("another PIN opens, and the old one no more", async () => {
  const { users } = await enrolled();
  assert.deepEqual(await users.changePin("p1", PIN, "730164"), { state: "changed" });
  assert.deepEqual(await users.unlock("p1", PIN), { state: "wrong", left: 4 });
  assert.equal((await users.unlock("p1", "730164")).state, "open");
});

test("after five wrong PINs the key in escrow opens what waits", async () => {
  const { users, vault, raw } = await enrolled();
  await new Outbox(vault).add({ kind: "children.confirm", payload: { child: "c" }, title: "核实" });
  vault.close();
  await wrongly(users, 5);
  await users.enrol(WANG, "730164", raw);
  const got = await users.unlock("p1", "730164");
  assert.ok(got.state === "open");
  const outbox = new Outbox(got.vault);
  await outbox.load();
  assert.equal(outbox.waiting()[0]?.title, "核实");
});

test("a browser that stores no keys keeps their bytes, and opens", async () => {
  const clone = globalThis.structuredClone;
  onTestFinished(() => (globalThis.structuredClone = clone));
  globalThis.structuredClone = ((value: unknown) => {
    if (Object.values(value as object).some((one) => one instanceof CryptoKey))
      throw new DOMException("no", "DataCloneError");
    return clone(value);
  }) as typeof structuredClone;
  const { phone, users } = await enrolled();
  assert.ok((await phone.secrets.get("p1"))!.mix instanceof Uint8Array);
  assert.deepEqual(await users.unlock("p1", "111222"), { state: "wrong", left: 4 });
  assert.equal((await users.unlock("p1", PIN)).state, "open");
});

/** A store as phones kept it at first: the data key wrapped by the PIN alone, the count in the clear. */
async function firstForm(): Promise<void> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const base = await crypto.subtle.importKey("raw", utf8(PIN), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: 600_000 };
  const key = await importKey(new Uint8Array(await crypto.subtle.deriveBits(how, base, 256)));
  const phone = new Dexie("hutong");
  phone.version(1).stores({ users: "id" });
  const kept = { salt, iterations: 600_000, ...(await sealBytes(key, raw, "data key")) };
  await phone.table("users").put({ ...WANG, key: kept, wrong: 2, seen: 1_000, synced: 1_000 });
  phone.close();
  const vault = await Vault.open("p1", raw);
  await new Outbox(vault).add({ kind: "children.confirm", payload: { child: "c" }, title: "核实" });
  vault.close();
}

test("a store of the first form is opened, wrapped anew, and loses nothing", async () => {
  await firstForm();
  const phone = new Phone();
  const users = new Users(() => 1_000, phone);
  assert.deepEqual(await users.unlock("p1", "111222"), { state: "wrong", left: 2 });
  const got = await users.unlock("p1", PIN);
  assert.ok(got.state === "open");
  got.vault.close();
  assert.deepEqual(Object.keys(await row(phone)).sort(), ["box", "device", "id", "name", "staffNumber"]);
  const again = await users.unlock("p1", PIN);
  assert.ok(again.state === "open");
  const outbox = new Outbox(again.vault);
  await outbox.load();
  assert.equal(outbox.waiting()[0]?.title, "核实");
  assert.equal(await new Store("p1").outbox.count(), 1);
});
