import { Phone, Store, type User } from "./database.ts";
import { isFirst, unwrapFirst, type FirstUser } from "./first-form.ts";
import { asMix, Keeper, type Kept } from "./keeper.ts";
import { hoursLeft, latest, leaseEnded } from "./lease.ts";
import { newKey, unwrap, wrap } from "./pin.ts";
import { Vault } from "./vault.ts";

/** Wrong PINs after which the store stays closed until its owner signs in online. */
export const TRIES = 5;

/** Why a PIN did not open. lost: what is kept does not open in this browser, whatever the PIN. */
export type Closed = { state: "wrong"; left: number } | { state: "locked" } | { state: "lost" };
/**
 * lease: the PIN is right, and the server has not been reached for too long: nothing may be read before it is.
 * seen: the latest moment that this phone ever saw; left: hours until the lease ends.
 */
export type Unlock = { state: "open" | "lease"; vault: Vault; user: User; seen: number; left: number } | Closed;

interface Opened {
  state: "right";
  raw: Uint8Array<ArrayBuffer>;
  user: User;
  kept: Kept;
}

/** Who uses this phone, and how each opens their own store (docs/adr/0023-the-phones-key.md). */
export class Users {
  readonly #phone: Phone;
  readonly #keeper: Keeper;
  readonly #now: () => number;

  constructor(now: () => number = Date.now, phone = new Phone()) {
    this.#now = now;
    this.#phone = phone;
    this.#keeper = new Keeper(phone);
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
    await this.#keep(who, raw, pin, now, now);
    return { vault: await Vault.open(who.id, raw), raw, user: who };
  }

  /** An earlier store goes, for a new key cannot read it; never while anything waits in it. */
  async #clear(id: string): Promise<void> {
    const store = new Store(id);
    if (await store.outbox.count()) throw new Error("outbox not empty");
    await store.delete();
  }

  #keep(user: User, raw: Uint8Array<ArrayBuffer>, pin: string, seen: number, synced: number): Promise<void> {
    return this.#keeper.begin(user, async (mix) => ({ wrong: 0, seen, synced, wrapped: await wrap(raw, pin, mix) }));
  }

  /** Opens a user's store by PIN. */
  async unlock(id: string, pin: string): Promise<Unlock> {
    const got = await this.#attempt(id, pin);
    if (got.state !== "right") return got;
    const { seen, synced } = got.kept;
    const state = leaseEnded(this.#now(), seen, synced) ? "lease" : "open";
    const left = hoursLeft(this.#now(), seen, synced);
    return { state, vault: await Vault.open(id, got.raw), user: got.user, seen, left };
  }

  /** The key of a user's store, by the PIN that closes it: for a server that has it no longer. A wrong one counts as at unlocking. */
  async key(id: string, pin: string): Promise<Closed | { state: "right"; raw: Uint8Array<ArrayBuffer> }> {
    const got = await this.#attempt(id, pin);
    return got.state === "right" ? { state: got.state, raw: got.raw } : got;
  }

  /** Another PIN. A wrong old one counts as at unlocking. */
  async changePin(id: string, old: string, pin: string): Promise<Closed | { state: "changed" }> {
    const got = await this.#attempt(id, old);
    if (got.state !== "right") return got;
    await this.#keep(got.user, got.raw, pin, got.kept.seen, got.kept.synced);
    return { state: "changed" };
  }

  async #attempt(id: string, pin: string): Promise<Opened | Closed> {
    const known = await this.#phone.users.get(id);
    if (isFirst(known)) return this.#attemptFirst(known, pin);
    // Counted before the attempt: switching the phone off in between wins nothing. With the last one the wrapped key
    // goes, so that no later copy can be guessed at; the server gives the key back to its owner.
    const counted = await this.#keeper.change(id, (kept) => {
      const wrong = kept.wrong + 1;
      return { ...kept, wrong, seen: latest(this.#now(), kept.seen), wrapped: wrong < TRIES ? kept.wrapped : null };
    });
    if (!counted) return { state: "lost" };
    const { wrapped } = counted.before;
    if (!wrapped) return { state: "locked" };
    const raw = await unwrap(wrapped, pin, await asMix(counted.mix));
    if (!raw) return closed(counted.kept.wrong);
    await this.#keeper.change(id, (kept) => ({ ...kept, wrong: 0, wrapped }));
    return { state: "right", raw, user: counted.user, kept: counted.kept };
  }

  /** A store of the first form: opened once more by the PIN alone, and wrapped anew. */
  async #attemptFirst(user: FirstUser, pin: string): Promise<Opened | Closed> {
    if (user.wrong >= TRIES) return { state: "locked" };
    const seen = latest(this.#now(), user.seen);
    await this.#phone.users.put({ ...user, wrong: user.wrong + 1, seen } as User);
    const raw = await unwrapFirst(user.key, pin);
    if (!raw) return closed(user.wrong + 1);
    await this.#keep(user, raw, pin, seen, user.synced);
    const { id, name, staffNumber, device, synced } = user;
    return {
      state: "right",
      raw,
      user: { id, name, staffNumber, device },
      kept: { wrong: 0, seen, synced, wrapped: null },
    };
  }

  /** The server was reached: the lease begins again. It says what time it is, however far this phone's clock once jumped. */
  async reached(id: string): Promise<void> {
    const now = this.#now();
    await this.#keeper.change(id, (kept) => ({ ...kept, synced: now, seen: now }));
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
    await this.#phone.secrets.delete(id);
    return true;
  }
}

const closed = (wrong: number): Closed =>
  wrong >= TRIES ? { state: "locked" } : { state: "wrong", left: TRIES - wrong };
