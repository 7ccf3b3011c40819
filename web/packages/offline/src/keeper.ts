import type { Phone, User } from "./database.ts";
import type { Wrapped } from "./pin.ts";
import { importKey, open, seal, type Sealed } from "./seal.ts";

/** What the phone knows of a user beside the name, under its lid. wrapped: null once too many wrong PINs were typed. */
export interface Kept {
  /** Wrong PINs in a row. */
  wrong: number;
  /** The latest moment this phone ever saw, and the last in which the server was reached (ms). */
  seen: number;
  synced: number;
  wrapped: Wrapped | null;
}

/** A secret that this browser uses and does not give out; the bytes only where it cannot keep such a key. */
type Secret = CryptoKey | Uint8Array<ArrayBuffer>;

/** The phone's two secrets for a user. lid: closes `Kept`, another at every change. mix: goes into the wrapping of the data key. */
export interface Secrets {
  id: string;
  lid: Secret;
  mix: Secret;
}

const HMAC = { name: "HMAC", hash: "SHA-256" };
const random = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));
const isKey = (secret: Secret): secret is CryptoKey => !(secret instanceof Uint8Array);
const asLid = (secret: Secret): Promise<CryptoKey> => (isKey(secret) ? Promise.resolve(secret) : importKey(secret));

/** The mixing secret as it is used. */
export const asMix = (secret: Secret): Promise<CryptoKey> =>
  isKey(secret) ? Promise.resolve(secret) : crypto.subtle.importKey("raw", secret, HMAC, false, ["sign"]);

/**
 * Keeps each user's `Kept` so that it opens in this browser only, and only as it is now: with every change the lid is
 * another and the old one is gone, so a copy that is put back does not open.
 */
export class Keeper {
  readonly #phone: Phone;

  constructor(phone: Phone) {
    this.#phone = phone;
  }

  /** A user's state and mixing secret; null where nothing opens: a copy, or a browser that lost its keys. */
  async read(user: User): Promise<{ kept: Kept; mix: Secret } | null> {
    const secrets = await this.#phone.secrets.get(user.id);
    if (!secrets || !user.box) return null;
    const kept = await open<Kept>(await asLid(secrets.lid), user.box, boundTo(user.id)).catch(() => null);
    return kept && { kept, mix: secrets.mix };
  }

  /** A new user, or the same enrolled anew: whatever was kept of them before is replaced. */
  async begin(user: User, make: (mix: CryptoKey) => Promise<Kept>): Promise<void> {
    const raw = random();
    const mix = await asMix(raw);
    const kept = await make(mix);
    await this.#hold(mix, raw, (secret) => this.#write(user, kept, secret, null));
  }

  /** Changes what is kept, on the newest of it, whatever other windows do meanwhile. Gives it, or null where nothing opens. */
  async change(
    id: string,
    how: (kept: Kept) => Kept,
  ): Promise<{ user: User; kept: Kept; before: Kept; mix: Secret } | null> {
    for (;;) {
      const user = await this.#phone.users.get(id);
      const found = user && (await this.read(user));
      // Another window may have written between the two looks.
      if (!user || !found) {
        if (sameBox(user, await this.#phone.users.get(id))) return null;
        continue;
      }
      const kept = how(found.kept);
      if (await this.#write(user, kept, found.mix, user)) return { user, kept, before: found.kept, mix: found.mix };
    }
  }

  /** Seals under a new lid; false when somebody else wrote since. was: what must still be there; null: whatever is. */
  async #write(user: User, kept: Kept, mix: Secret, was: User | null): Promise<boolean> {
    const raw = random();
    const lid = await importKey(raw);
    const box = await seal(lid, kept, boundTo(user.id));
    const { id, name, staffNumber, device } = user;
    return this.#hold(lid, raw, (secret) =>
      this.#phone.transaction("rw", this.#phone.users, this.#phone.secrets, async () => {
        if (was && !sameBox(was, await this.#phone.users.get(id))) return false;
        await this.#phone.users.put({ id, name, staffNumber, device, box });
        await this.#phone.secrets.put({ id, lid: secret, mix });
        return true;
      }),
    );
  }

  /** Stores a key that cannot be read out again; its bytes where the browser keeps none. */
  #hold(key: CryptoKey, raw: Uint8Array<ArrayBuffer>, write: (secret: Secret) => Promise<boolean>): Promise<boolean> {
    return write(key).catch((error: Error) => {
      if (error.name !== "DataCloneError") throw error;
      return write(raw);
    });
  }
}

const boundTo = (id: string): string => `kept.${id}`;
const bytes = (sealed?: Sealed): string => (sealed ? sealed.iv.join() : "");
const sameBox = (one?: User, other?: User): boolean => bytes(one?.box) === bytes(other?.box);
