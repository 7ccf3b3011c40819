import { Phone, Store, type User } from "./database.ts";
import { latest, leaseEnded } from "./lease.ts";
import { newKey, unwrap, wrap } from "./pin.ts";
import { Vault } from "./vault.ts";

/** Wrong PINs after which the store stays closed until its owner signs in online. */
export const TRIES = 5;

export type Unlock =
  | { state: "open"; vault: Vault; user: User }
  | { state: "wrong"; left: number }
  | { state: "locked" }
  | { state: "lease" };

/** Who uses this phone, and how each opens their own store. */
export class Users {
  readonly #phone: Phone;
  readonly #now: () => number;

  constructor(now: () => number = Date.now, phone = new Phone()) {
    this.#now = now;
    this.#phone = phone;
  }

  all(): Promise<User[]> {
    return this.#phone.users.toArray();
  }

  /**
   * A user who signed in online, with the PIN chosen; gives the key to be kept in escrow at the server.
   * escrowed: the key of this user's store, when the server gave it back: what waits in the outbox stays readable.
   */
  async enrol(
    who: Pick<User, "id" | "name" | "staffNumber" | "device">,
    pin: string,
    escrowed?: Uint8Array<ArrayBuffer>,
  ): Promise<{ vault: Vault; raw: Uint8Array<ArrayBuffer>; user: User }> {
    if (!escrowed) await this.#clear(who.id);
    const raw = escrowed ?? newKey();
    const now = this.#now();
    const user: User = { ...who, key: await wrap(raw, pin), wrong: 0, seen: now, synced: now };
    await this.#phone.users.put(user);
    return { vault: await Vault.open(user.id, raw), raw, user };
  }

  /** An earlier store goes, for a new key cannot read it; never while anything waits in it. */
  async #clear(id: string): Promise<void> {
    const store = new Store(id);
    if (await store.outbox.count()) throw new Error("outbox not empty");
    await store.delete();
  }

  /** Opens a user's store by PIN. */
  async unlock(id: string, pin: string): Promise<Unlock> {
    const user = await this.#phone.users.get(id);
    if (!user || user.wrong >= TRIES) return { state: "locked" };
    // Counted before the attempt: switching the phone off in between wins nothing.
    await this.#phone.users.update(id, { wrong: user.wrong + 1, seen: latest(this.#now(), user.seen) });
    const raw = await unwrap(user.key, pin);
    if (!raw) return user.wrong + 1 >= TRIES ? { state: "locked" } : { state: "wrong", left: TRIES - user.wrong - 1 };
    await this.#phone.users.update(id, { wrong: 0 });
    if (leaseEnded(this.#now(), user.seen, user.synced)) return { state: "lease" };
    return { state: "open", vault: await Vault.open(id, raw), user };
  }

  /** Another PIN; false when the old one is wrong. */
  async changePin(id: string, old: string, pin: string): Promise<boolean> {
    const user = await this.#phone.users.get(id);
    const raw = user && (await unwrap(user.key, old));
    if (!raw) return false;
    await this.#phone.users.update(id, { key: await wrap(raw, pin) });
    return true;
  }

  /** The server was reached: the lease begins again. */
  async reached(id: string): Promise<void> {
    const user = await this.#phone.users.get(id);
    const now = this.#now();
    if (user) await this.#phone.users.update(id, { synced: latest(now, user.seen), seen: latest(now, user.seen) });
  }

  /** Time passes: the latest moment ever seen moves on. */
  async tick(id: string): Promise<void> {
    const user = await this.#phone.users.get(id);
    if (user) await this.#phone.users.update(id, { seen: latest(this.#now(), user.seen) });
  }

  /** How many sealed operations wait in a user's store; needs no PIN, and tells nothing more. */
  async waiting(id: string): Promise<number> {
    const store = new Store(id);
    const count = await store.outbox.count();
    store.close();
    return count;
  }

  /** Takes a user off this phone. Refused (false) while anything waits in that user's outbox. */
  async remove(id: string): Promise<boolean> {
    if (await this.waiting(id)) return false;
    const store = new Store(id);
    await store.delete();
    await this.#phone.users.delete(id);
    return true;
  }
}
