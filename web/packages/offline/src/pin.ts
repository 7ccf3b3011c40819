import { utf8 } from "./bytes.ts";
import { openBytes, sealBytes, type Sealed } from "./seal.ts";

/** PINs that open a phone on which somebody looked over a shoulder, or nobody had to. */
const WEAK = /^(\d)\1+$|^(19|20)\d{4}$/;
const LINES = ["01234567890", "09876543210"];
export const PIN_LENGTH = 6;
// A guess costs a cheap phone about a second, and five guesses lock the store.
const ITERATIONS = 600_000;

/** The data key as the phone keeps it: wrapped by what the PIN gives. */
export interface WrappedKey extends Sealed {
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
}

/** Whether a PIN is one that may be chosen: six digits, none of the first that anybody tries. */
export const strongEnough = (pin: string): boolean =>
  /^\d{6}$/.test(pin) && !WEAK.test(pin) && !LINES.some((line) => line.includes(pin));

async function wrapping(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A new random data key, 32 bytes. */
export const newKey = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** Wraps a data key by a PIN. */
export async function wrap(raw: Uint8Array<ArrayBuffer>, pin: string, iterations = ITERATIONS): Promise<WrappedKey> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, iterations, ...(await sealBytes(await wrapping(pin, salt, iterations), raw, "data key")) };
}

/** The data key, or null when the PIN is wrong. */
export async function unwrap(kept: WrappedKey, pin: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const key = await wrapping(pin, kept.salt, kept.iterations);
  return openBytes(key, kept, "data key").then(
    (raw) => new Uint8Array(raw),
    () => null,
  );
}
