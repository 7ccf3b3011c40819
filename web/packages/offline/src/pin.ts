import { toBytes, toText } from "./bytes.ts";
import { openBytes, sealBytes } from "./seal.ts";

/** PINs that open a phone on which somebody looked over a shoulder, or nobody had to. */
// One digit, a year and month, pairs (112233), triples (111222), two or three digits over and over.
const WEAK = /^(\d)\1+$|^(19|20)\d{4}$|^(\d)\3(\d)\4(\d)\5$|^(\d)\6\6(\d)\7\7$|^(\d\d)\8\8$|^(\d{3})\9$/;
const LINES = ["01234567890", "09876543210"];
export const PIN_LENGTH = 6;
// A cheap phone works on it for half a second and needs 32 MiB; so does whoever guesses (docs/adr/0023-the-phones-key.md).
const COST = { memorySize: 32 * 1024, iterations: 3, parallelism: 1 };

/** The data key as the phone keeps it, wrapped by what PIN and phone give together; texts are base64url. */
export interface Wrapped {
  salt: string;
  cost: typeof COST;
  iv: string;
  data: string;
}

/** Whether a PIN is one that may be chosen: six digits, none of the first that anybody tries. known: what others know of its owner. */
export const strongEnough = (pin: string, ...known: string[]): boolean =>
  /^\d{6}$/.test(pin) && !WEAK.test(pin) && ![...LINES, ...known].some((line) => line.includes(pin));

/** The PIN made dear to guess, then mixed with the phone's own key: neither opens anything alone. */
async function wrapping(pin: string, salt: Uint8Array, cost: typeof COST, phone: CryptoKey): Promise<CryptoKey> {
  // Not part of the first screen, which is often all that a slow line brings.
  const { argon2id } = await import("hash-wasm");
  const dear = await argon2id({ ...cost, password: pin, salt, hashLength: 32, outputType: "binary" });
  const mixed = await crypto.subtle.sign("HMAC", phone, dear as Uint8Array<ArrayBuffer>);
  return crypto.subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** A new random data key, 32 bytes. */
export const newKey = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** Wraps a data key by a PIN and the phone's key. */
export async function wrap(raw: Uint8Array<ArrayBuffer>, pin: string, phone: CryptoKey): Promise<Wrapped> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { iv, data } = await sealBytes(await wrapping(pin, salt, COST, phone), raw, "data key");
  return { salt: toText(salt), cost: COST, iv: toText(iv), data: toText(new Uint8Array(data)) };
}

/** The data key, or null when PIN or phone is another. */
export async function unwrap(kept: Wrapped, pin: string, phone: CryptoKey): Promise<Uint8Array<ArrayBuffer> | null> {
  const key = await wrapping(pin, toBytes(kept.salt), kept.cost, phone);
  return openBytes(key, { iv: toBytes(kept.iv), data: toBytes(kept.data).buffer }, "data key").then(
    (raw) => new Uint8Array(raw),
    () => null,
  );
}
