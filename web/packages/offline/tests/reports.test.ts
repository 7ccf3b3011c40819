import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";
import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { IDBFactory } from "fake-indexeddb";
import { LARGEST, Reports, toText, WireError, type Report } from "../src/index.ts";
import { toBytes } from "../src/bytes.ts";
import { partsOf, wordsOf } from "../src/report.ts";
import type { SealedReport, ServerKey } from "../src/urgent.ts";

const NOBODY = { device: null, person: null, report_token: null };
const said = (words: string, photos = 0, bytes = 300_000): Report => ({
  words,
  child: "",
  place: null,
  called_110: null,
  made_at: "2026-11-29T00:00:00Z",
  media: Array.from({ length: photos }, () => ({ mime: "image/jpeg", data: "A".repeat((bytes * 4) / 3) })),
});

/** A server with its key; hanging: it never answers; full: it takes few bytes only. */
class Server {
  pair!: CryptoKeyPair;
  key!: ServerKey;
  got: SealedReport[] = [];
  epoch = "1";
  now = "2026-11-29T01:00:00Z";
  covered = "2026-11-29T00:00:00Z";
  room = Infinity;
  line: "up" | "hanging" | "cut" = "up";

  async begin(): Promise<this> {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    this.pair = (await crypto.subtle.generateKey(curve, true, ["deriveBits"])) as CryptoKeyPair;
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", this.pair.publicKey));
    this.key = { id: "k", algorithm: "", key: toText(raw) };
    return this;
  }
  async #answer<T>(answer: () => T): Promise<T> {
    if (this.line === "hanging") await new Promise(() => undefined);
    if (this.line === "cut") throw new WireError(0, "unreachable");
    return answer();
  }
  readonly reach = {
    key: () => this.#answer(() => ({ ...this.key, epoch: this.epoch, covered_to: this.covered })),
    send: (body: SealedReport) =>
      this.#answer(() => {
        if (body.sealed.length > this.room) throw new WireError(413, "too_large");
        this.got.push(body);
        return { epoch: this.epoch, covered_to: this.covered, now: this.now };
      }),
  };
  /** What a report says, as the server opens it. */
  async opened(body: SealedReport): Promise<Report> {
    const theirs = await crypto.subtle.importKey(
      "raw",
      toBytes(body.ephemeral),
      { name: "ECDH", namedCurve: "P-256" },
      false,
      [],
    );
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, this.pair.privateKey, 256);
    const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const salt = new Uint8Array([...toBytes(body.ephemeral), ...toBytes(this.key.key)]);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode("hutong urgent 1") };
    const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const sealed = { name: "AES-GCM", iv: toBytes(body.nonce), additionalData: new TextEncoder().encode(body.id) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(sealed, key, toBytes(body.sealed))));
  }
}

let server: Server;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
  server = await new Server().begin();
});

test("a report is on disk, sealed with the key at hand, while the line hangs", async () => {
  server.line = "hanging";
  const ids = await new Reports(server.reach, server.key).take(said("孩子被打"), NOBODY);
  server.line = "up";
  const later = new Reports(server.reach, null);
  await later.send();
  assert.equal(later.became(ids), "sent");
  assert.equal((await server.opened(server.got[0]!)).words, "孩子被打");
});

test("where the disk takes nothing the report is sent all the same, and nothing is said to be kept", async () => {
  globalThis.indexedDB.open = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  server.line = "cut";
  const reports = new Reports(server.reach, server.key);
  const ids = await reports.take(said("孩子被打"), NOBODY);
  await reports.send();
  assert.equal(reports.became(ids), "held");
  server.line = "up";
  await reports.send();
  assert.equal(reports.became(ids), "sent");
  assert.equal(server.got.length, 1);
});

test("a phone that never saw the key seals as soon as there is one", async () => {
  server.line = "cut";
  const reports = new Reports(server.reach, null);
  const ids = await reports.take(said("孩子被打"), NOBODY);
  await reports.send();
  assert.equal(reports.became(ids), "held");
  server.line = "up";
  await reports.send();
  assert.equal(reports.became(ids), "sent");
});

test("four photos arrive, in as many reports as they need", async () => {
  const reports = new Reports(server.reach, server.key);
  const ids = await reports.take(said("", 4), NOBODY);
  await reports.send();
  assert.equal(reports.became(ids), "sent");
  assert.ok(server.got.every((one) => one.sealed.length <= 1_500_000));
  const opened = await Promise.all(server.got.map((one) => server.opened(one)));
  assert.deepEqual(
    opened.map((one) => one.media.length).reduce((a, b) => a + b),
    4,
  );
  assert.ok(opened.every((one) => one.words.includes("份上报")));
});

test("the largest photo that may be taken along fits into one report", async () => {
  const reports = new Reports(server.reach, server.key);
  await reports.take(said("字".repeat(2000), 1, LARGEST), NOBODY);
  await reports.send();
  assert.ok(server.got[0]!.sealed.length <= 1_500_000);
});

test("over the limit the words arrive, say that there is more, and the rest follows", async () => {
  let now = 0;
  const reports = new Reports(server.reach, server.key, () => now);
  server.room = 8192;
  const ids = await reports.take(said("孩子被打", 1), NOBODY);
  await reports.send();
  assert.equal(reports.became(ids), "brief");
  assert.match((await server.opened(server.got[0]!)).words, /孩子被打（还有1个照片或录音/);
  await reports.send();
  assert.equal(server.got.length, 1, "not asked again at once");
  server.room = Infinity;
  now += 3_600_000;
  const later = new Reports(server.reach, server.key, () => now);
  await later.send();
  assert.equal(later.became(ids), "sent");
  assert.equal((await server.opened(server.got[1]!)).media.length, 1);
  assert.notEqual(server.got[0]!.id, server.got[1]!.id, "the same id twice would be one report");
});

test("very few words fit where a stranger has 2 KB left", () => {
  for (const letter of ["字", "𠀀"]) {
    const [, few] = wordsOf({ ...said(letter.repeat(2000), 3), child: letter.repeat(200) });
    assert.ok(((Buffer.byteLength(JSON.stringify(few)) + 16) * 4) / 3 <= 2048, letter);
  }
});

test("what no backup holds is kept, and sent again to a server that began again", async () => {
  const reports = new Reports(server.reach, server.key);
  await reports.take(said("孩子被打"), NOBODY);
  await reports.send();
  server.epoch = "2";
  await new Reports(server.reach, server.key).fetchKey();
  await new Reports(server.reach, server.key).send();
  assert.equal(server.got.length, 2);
  assert.equal(server.got[0]!.id, server.got[1]!.id);

  server.covered = "2026-11-29T02:00:00Z";
  await new Reports(server.reach, server.key).fetchKey();
  server.epoch = "3";
  await new Reports(server.reach, server.key).fetchKey();
  await new Reports(server.reach, server.key).send();
  assert.equal(server.got.length, 2, "a backup holds it");
});

test("photos are divided without losing one", () => {
  const parts = partsOf(said("话", 7));
  assert.equal(parts.flatMap((one) => one.media).length, 7);
  assert.equal(partsOf(said("话")).length, 1);
});
