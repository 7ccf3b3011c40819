import { uuid7 } from "@hutong/ui";
import { canonical, sha256, utf8 } from "./bytes.ts";
import type { Vault } from "./vault.ts";

/** What a signature was put under: the very text that was shown, by which template in which version. */
export interface Signed {
  template: string;
  version: number;
  text: string;
  signer: string;
  capacity: "parent" | "guardian" | "carer" | "child" | "staff" | "other";
  means: "strokes" | "thumbprint";
  witness: string;
  read_aloud: boolean;
}

/** A photo or voice note that goes with an operation. */
export interface Attachment {
  id: string;
  kind: "photo" | "voice" | "signature";
  mime: string;
  size: number;
  sha256: string;
  /** Of a signature, what was signed. */
  signed?: Signed;
  /** The whole of it is at the server. */
  sent?: boolean;
}

/** What somebody did on this phone: the same action as at the desk. */
export interface Operation {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  /** The payload as it travels: its hash is over this very text. */
  text: string;
  hash: string;
  /** The file that it is about and the `rev` it was based on, where there is one. */
  child: string | null;
  rev: number | null;
  made_at: string;
  attachments: Attachment[];
  /** In words, for the list of what is not yet sent. */
  title: string;
  state: "waiting" | "sent" | "refused";
  /** What the server said of it, in its own time when. */
  told?: string;
  answered?: string;
  /** It was put into a request: whether that arrived is not known before the answer. */
  asked?: boolean;
  /** Where it was refused: all that is wrong, each at its field. */
  errors?: { field: string; message: string }[];
}

const REGISTER = "children.register";

export type NewOperation = Pick<Operation, "kind" | "payload" | "title"> &
  Partial<Pick<Operation, "child" | "rev" | "attachments">>;

/** What ends with an operation. drafts: keys of what it was written in; replaces: ids of refused ones that it puts right. */
export interface Ends {
  drafts?: string[];
  replaces?: string[];
}

/** An operation ready to be kept. */
export async function operation(given: NewOperation, now = Date.now()): Promise<Operation> {
  const text = canonical(given.payload);
  return {
    child: null,
    rev: null,
    attachments: [],
    ...given,
    id: uuid7(now),
    text,
    hash: await sha256(utf8(text)),
    made_at: new Date(now).toISOString(),
    state: "waiting",
  };
}

/** The line of operations of one user, in memory and sealed on disk. */
export class Outbox {
  readonly #vault: Vault;
  #line = new Map<number, Operation>();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  async load(): Promise<void> {
    this.#line = await this.#vault.line<Operation>();
  }

  /** Kept on disk before this returns; what ends with it ends in the same moment. */
  async add(given: NewOperation, now = Date.now(), { drafts = [], replaces = [] }: Ends = {}): Promise<Operation> {
    const made = await operation(given, now);
    const righted = [...this.#line]
      .filter(([, one]) => one.state === "refused" && replaces.includes(one.id))
      .map(([seq]) => seq);
    this.#line.set(await this.#vault.append(made, drafts, righted), made);
    for (const seq of righted) this.#line.delete(seq);
    return made;
  }

  all(): Operation[] {
    return [...this.#line.values()];
  }

  waiting(): Operation[] {
    return this.all().filter((one) => one.state === "waiting");
  }

  /** What became of an operation. */
  mark(id: string, change: Partial<Operation>): Promise<void> {
    return this.markAll(new Map([[id, change]]));
  }

  /** What became of some operations, kept in one go. */
  async markAll(changes: ReadonlyMap<string, Partial<Operation>>): Promise<void> {
    const marked = [...this.#line]
      .filter(([, one]) => changes.has(one.id))
      .map(([seq, one]): [number, Operation] => [seq, { ...one, ...changes.get(one.id) }]);
    // Known here even where the disk takes nothing more: after a restart it is asked once more, which is harmless.
    for (const [seq, one] of marked) this.#line.set(seq, one);
    await this.#vault.replace(marked);
  }

  /** The server began again from a backup: everything that is still kept is sent once more. */
  async resend(): Promise<void> {
    const sent = this.all().filter((one) => one.state === "sent");
    await this.markAll(new Map(sent.map((one) => [one.id, { state: "waiting" }])));
  }

  /** What may be sent now: nothing about a child whose new file is not at the server. */
  ready(): Operation[] {
    const files = this.all().filter((one) => one.kind === REGISTER && one.state !== "sent");
    const made = new Set(files.map((one) => one.child));
    return this.waiting().filter((one) => one.kind === REGISTER || !made.has(one.child));
  }

  /**
   * Takes an operation out of the line that was not sent yet, because it was a mistake; false where it was, or may be on its
   * way. keep: its photos and voice notes stay, for it is written anew.
   */
  async withdraw(id: string, keep = false): Promise<boolean> {
    const mine = [...this.#line].filter(([, one]) => one.id === id && one.state === "waiting" && !one.asked);
    await this.#vault.drop(mine.map(([seq]) => seq));
    if (!keep) await this.#vault.dropPieces(mine.flatMap(([, one]) => one.attachments.map((part) => part.id)));
    for (const [seq] of mine) this.#line.delete(seq);
    return mine.length > 0;
  }

  /**
   * Keeps one that was not sent yet from going, as if it had been refused, while it is written anew: a new file, of whose child
   * more may wait. False where it was sent, or may be on its way.
   */
  async hold(id: string, told: string): Promise<boolean> {
    const one = this.all().find((other) => other.id === id && other.state === "waiting" && !other.asked);
    if (one) await this.mark(id, { state: "refused", told });
    return !!one;
  }

  /** Drops operations, and what goes with them. Whatever still waits stays. */
  async forget(drop: (one: Operation) => boolean): Promise<void> {
    const gone = [...this.#line].filter(([, one]) => one.state !== "waiting" && drop(one));
    await this.#vault.drop(gone.map(([seq]) => seq));
    await this.#vault.dropPieces(gone.flatMap(([, one]) => one.attachments.map((part) => part.id)));
    for (const [seq] of gone) this.#line.delete(seq);
  }
}
