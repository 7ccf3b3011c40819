import { canonical, text, utf8 } from "./bytes.ts";

/** One encrypted value: AES-256-GCM with a nonce of its own. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** A data key as it is used: it cannot be read out of the browser again. */
export function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Encrypts bytes. boundTo: where they are kept; a value moved elsewhere does not open. */
export async function sealBytes(key: CryptoKey, bytes: BufferSource, boundTo: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(boundTo) }, key, bytes);
  return { iv, data };
}

/** Decrypts bytes; rejects when key, place or content differ. */
export function openBytes(key: CryptoKey, sealed: Sealed, boundTo: string): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: utf8(boundTo) }, key, sealed.data);
}

/** Encrypts any JSON value. */
export function seal(key: CryptoKey, value: unknown, boundTo: string): Promise<Sealed> {
  return sealBytes(key, utf8(canonical(value)), boundTo);
}

/** Decrypts a JSON value. */
export async function open<T>(key: CryptoKey, sealed: Sealed, boundTo: string): Promise<T> {
  return JSON.parse(text(await openBytes(key, sealed, boundTo))) as T;
}
