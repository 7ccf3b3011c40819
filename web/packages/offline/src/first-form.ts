import { utf8 } from "./bytes.ts";
import type { User } from "./database.ts";
import { openBytes, type Sealed } from "./seal.ts";

/** A data key wrapped by the PIN alone, as phones kept it at first; it is wrapped anew when it is opened. */
interface WrappedByPin extends Sealed {
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
}

/** A user as phones kept one at first, with the count of wrong PINs in the clear. */
export interface FirstUser extends User {
  key: WrappedByPin;
  wrong: number;
  seen: number;
  synced: number;
}

/** Whether a user's store is still kept in the first form. */
export const isFirst = (user: User | undefined): user is FirstUser => !!user && "key" in user;

/** The data key out of the first form, or null when the PIN is wrong. */
export async function unwrapFirst(kept: WrappedByPin, pin: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: kept.salt, iterations: kept.iterations };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  return openBytes(key, kept, "data key").then(
    (raw) => new Uint8Array(raw),
    () => null,
  );
}
