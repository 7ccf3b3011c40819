import { canonical, toBytes, toText, utf8 } from "./bytes.ts";

/** The server's public key, as it publishes it. */
export interface ServerKey {
  id: string;
  algorithm: string;
  key: string;
}

/** A report of danger, sealed to the server: this phone cannot read it again (docs/sync.md, Urgent reports). */
export interface SealedReport {
  id: string;
  key_id: string;
  ephemeral: string;
  nonce: string;
  sealed: string;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;

/** Seals a report under its id. Needs no PIN, no session, no signal. */
export async function sealReport(server: ServerKey, id: string, report: unknown): Promise<SealedReport> {
  const theirs = toBytes(server.key);
  const pair = (await crypto.subtle.generateKey(CURVE, true, ["deriveBits"])) as CryptoKeyPair;
  const ours = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = await agreed(pair.privateKey, theirs, ours);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: utf8(id) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, utf8(canonical(report))));
  return { id, key_id: server.id, ephemeral: toText(ours), nonce: toText(nonce), sealed: toText(sealed) };
}

async function agreed(
  mine: CryptoKey,
  theirs: Uint8Array<ArrayBuffer>,
  ours: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const server = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, mine, 256);
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const salt = new Uint8Array([...ours, ...theirs]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8("hutong urgent 1") };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}
