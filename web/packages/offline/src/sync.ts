import { uuid7 } from "@hutong/ui";
import { sha256 } from "./bytes.ts";
import type { Attachment, Operation, Outbox } from "./operations.ts";
import { stateOf } from "./state.ts";
import type { Vault } from "./vault.ts";
import {
  WireError,
  type PullAnswer,
  type PushAnswer,
  type Record_,
  type Result,
  type Version,
  type Wire,
} from "./wire.ts";

/** Operations a push carries at most; small enough for one bar of signal. */
const BATCH = 20;
// Too large, or not what it says it is: it will not be taken the next time either.
const FINAL = [413, 422];
const BECOMES = { done: "sent", conflict: "sent", quarantined: "sent", refused: "refused", later: "waiting" } as const;

/** Where this phone stands in the server's streams; kept sealed beside the records. */
interface Place {
  epoch: string | null;
  cursors: Record<string, number>;
  documents: Record<string, string>;
  duties: string | null;
}
const NOWHERE: Place = { epoch: null, cursors: {}, documents: {}, duties: null };

/**
 * What one sync did. changed: whether anything is another than before; closed: the store must not be used on (revoked,
 * or no post any more); now: the server's time.
 */
export interface Outcome {
  sent: number;
  received: number;
  changed: boolean;
  closed: string;
  token: string | null;
  now: string;
}

/** One user's exchange with the server: push what waits, then pull until both are equal (docs/sync.md). */
export class Sync {
  readonly #vault: Vault;
  readonly #outbox: Outbox;
  readonly #wire: Wire;
  readonly #version: string;

  constructor(vault: Vault, outbox: Outbox, wire: Wire, version: string) {
    this.#vault = vault;
    this.#outbox = outbox;
    this.#wire = wire;
    this.#version = version;
  }

  /** Rejects with WireError when the server was not reached or does not know this phone. */
  async run(): Promise<Outcome> {
    const outcome: Outcome = { sent: 0, received: 0, changed: false, closed: "", token: null, now: "" };
    await this.#push(outcome);
    // A phone that was taken away hands in its photos too, and is closed whether that works or not.
    await this.#sendAttachments().catch((error: unknown) => {
      if (!outcome.closed) throw error;
    });
    if (outcome.closed) return outcome;
    await this.#pull(outcome);
    return outcome;
  }

  async #push(outcome: Outcome): Promise<void> {
    // What the server was too busy for goes with the next exchange.
    const asked = new Set<string>();
    let most = BATCH;
    const next = () =>
      this.#outbox
        .ready()
        .filter((one) => !asked.has(one.id))
        .slice(0, most);
    for (let batch = next(); batch.length; batch = next()) {
      // Written down before the line is asked: from here on it may have arrived.
      // A full disk keeps nobody from sending what lies on it.
      await this.#outbox.markAll(new Map(batch.map((one) => [one.id, { asked: true }]))).catch(() => undefined);
      const answer = await this.#sendAll(batch);
      if (!answer && batch.length > 1) {
        // Something in it keeps all of it from being read: each goes by itself.
        most = 1;
        continue;
      }
      batch.forEach((one) => asked.add(one.id));
      const results = answer?.results ?? [];
      await this.#outbox.markAll(new Map(results.map((result) => [result.op_id, answered(result, answer!.now)])));
      outcome.sent += results.length;
      outcome.changed = true;
      if (answer?.revoked) outcome.closed = "device_revoked";
    }
  }

  /** The answer; null where the whole request is refused, and of one operation that is a refusal of its own. */
  async #sendAll(batch: Operation[]): Promise<PushAnswer | null> {
    const operations = batch.map((one) => ({
      op_id: one.id,
      kind: one.kind,
      payload: one.text,
      hash: one.hash,
      based_on: one.rev,
      made_at: one.made_at,
    }));
    const unsent = this.#outbox.waiting().length;
    try {
      return await this.#wire.push({ app_version: this.#version, unsent, operations });
    } catch (error) {
      // Nothing left this phone: what waits can still be taken back.
      if (error instanceof WireError && error.code === "offline")
        await this.#outbox.markAll(new Map(batch.map((one) => [one.id, { asked: one.asked ?? false }])));
      if (!(error instanceof WireError) || !FINAL.includes(error.status)) throw error;
      const [only] = batch;
      if (only && batch.length === 1)
        await this.#outbox.mark(only.id, {
          state: "refused",
          told: error.message,
          errors: [{ field: "", message: error.message }],
        });
      return null;
    }
  }

  async #sendAttachments(): Promise<void> {
    for (const one of this.#outbox.all().filter((op) => op.state === "sent")) {
      for (const part of one.attachments.filter((attachment) => !attachment.sent)) {
        // One photo that the server does not take must not hold up the rest.
        const taken = await this.#sendOne(one, part)
          .catch((error: unknown) => this.#again(one, part, error))
          .catch((error: unknown) => this.#notTaken(one, error));
        if (taken) await this.#mark(one.id, part.id);
      }
    }
  }

  async #sendOne(one: Operation, part: Attachment): Promise<boolean> {
    const bytes = await this.#vault.piece(part.id);
    if (!bytes) return true;
    const offer = {
      id: part.id,
      op_id: one.id,
      kind: part.kind,
      mime: part.mime,
      size: part.size,
      sha256: part.sha256,
      ...(part.signed ? { signed: part.signed } : {}),
    };
    let there = await this.#wire.offer(offer);
    for (let number = 0; !there.done && number * there.piece_size < bytes.byteLength; number += 1) {
      if (there.received.includes(number)) continue;
      const piece = bytes.slice(number * there.piece_size, (number + 1) * there.piece_size);
      there = await this.#wire.piece(part.id, number, piece, await sha256(piece));
    }
    return there.done;
  }

  /** Another photo has its id, or the same one in another record: it goes under a new one. */
  async #again(one: Operation, part: Attachment, error: unknown): Promise<boolean> {
    if (!(error instanceof WireError) || error.code !== "id_used") throw error;
    const bytes = await this.#vault.piece(part.id);
    if (!bytes) return true;
    const fresh = { ...part, id: uuid7() };
    await this.#vault.putPiece(fresh.id, bytes);
    const attachments = one.attachments.map((other) => (other.id === part.id ? fresh : other));
    await this.#outbox.mark(one.id, { attachments });
    await this.#vault.dropPieces([part.id]);
    if (await this.#sendOne(one, fresh)) await this.#mark(one.id, fresh.id);
    return false;
  }

  /** Whether a photo was refused for good, which its owner reads beside the record; else it goes with the next exchange. */
  async #notTaken(one: Operation, error: unknown): Promise<boolean> {
    if (!(error instanceof WireError) || error.status < 400 || error.status >= 500 || error.status === 401) throw error;
    const final = FINAL.includes(error.status) && error.code !== "bad_hash";
    if (final) await this.#outbox.mark(one.id, { told: error.message });
    return final;
  }

  async #mark(operation: string, part: string): Promise<void> {
    const one = this.#outbox.all().find((op) => op.id === operation);
    const attachments = one?.attachments.map((a) => (a.id === part ? { ...a, sent: true } : a)) ?? [];
    await this.#outbox.mark(operation, { attachments });
  }

  async #pull(outcome: Outcome): Promise<void> {
    let place = (await this.#vault.get<Place>("meta", "place")) ?? NOWHERE;
    const before = place.epoch;
    let whole = place.epoch === null;
    let healed = false;
    for (;;) {
      const have = whole ? this.#inventory(await this.#vault.versions()) : null;
      const { epoch, cursors, documents, duties } = place;
      const unsent = this.#outbox.waiting().length;
      const answer = await this.#wire.pull({
        app_version: this.#version,
        unsent,
        epoch,
        cursors,
        have,
        documents,
        duties,
      });
      if (answer.inventory) {
        if (whole) throw new WireError(0, "inventory");
        whole = true;
        continue;
      }
      place = await this.#apply(answer, place);
      outcome.now = answer.now;
      outcome.received += answer.records.length;
      outcome.changed ||=
        answer.records.length + answer.removed.length + Object.keys(answer.documents).length > 0 || !!answer.duties;
      outcome.token = answer.token ?? outcome.token;
      if (answer.more) continue;
      if (await this.#equals(answer.state)) return this.#finish(before, answer);
      if (healed) throw new WireError(0, "state");
      healed = whole = true;
    }
  }

  async #equals(state: string): Promise<boolean> {
    for (const again of [false, true]) if (state === stateOf((await this.#vault.versions(again)).values())) return true;
    return false;
  }

  #inventory(held: ReadonlyMap<string, Version>): Record<string, Record<string, number>> {
    const have: Record<string, Record<string, number>> = {};
    for (const { type, id, version } of held.values()) (have[type] ??= {})[id] = version;
    return have;
  }

  async #apply(answer: PullAnswer, place: Place): Promise<Place> {
    const documents = { ...place.documents };
    const meta: [string, unknown][] = [];
    for (const [name, { version, data }] of Object.entries(answer.documents)) {
      documents[name] = version;
      meta.push([`document.${name}`, data]);
    }
    if (answer.duties) meta.push(["duties", answer.duties.items]);
    const now: Place = {
      epoch: answer.epoch,
      cursors: answer.cursors,
      documents,
      duties: answer.duties?.version ?? place.duties,
    };
    const records = answer.records.map((one): [string, Record_] => [keyOf(one), one]);
    await this.#vault.apply(records, answer.removed.map(keyOf), [...meta, ["place", now]]);
    return now;
  }

  async #finish(before: string | null, answer: PullAnswer): Promise<void> {
    if (before !== null && before !== answer.epoch) await this.#outbox.resend();
    const covered = (one: Operation): boolean =>
      one.state === "sent" &&
      !!one.answered &&
      one.answered <= answer.covered_to &&
      one.attachments.every((part) => part.sent);
    await this.#outbox.forget(covered);
  }
}

/** The key of a record in the store: its type and id, which say nothing of anybody. */
export const keyOf = (one: { type: string; id: string }): string => `${one.type}:${one.id}`;

/** What an answer makes of an operation. */
function answered(result: Result, now: string): Partial<Operation> {
  const errors = result.fields.length ? { errors: result.fields } : {};
  return { state: BECOMES[result.status], told: result.message, answered: now, ...errors };
}
