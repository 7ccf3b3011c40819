import { uuid7 } from "@hutong/ui";
import { Dexie, type EntityTable } from "dexie";
import { partsOf, wordsOf, type Report } from "./report.ts";
import { sealReport, type SealedReport, type ServerKey } from "./urgent.ts";
import { WireError } from "./wire.ts";

/** Which phone and person reports, where that is known; not needed to report. */
export interface Sender {
  device: string | null;
  person: string | null;
  report_token: string | null;
}

/** Which life of the server's database this is, and up to when a backup holds it (docs/sync.md, Urgent reports). */
export interface Covered {
  epoch: string;
  covered_to: string;
}

/** How the server is reached about reports; both reject with a WireError. */
export interface ReportLine {
  key(): Promise<ServerKey & Covered>;
  send(body: SealedReport & Sender): Promise<Covered & { now: string }>;
}

/** sent: all of it arrived; brief: its words did, the rest follows; kept: sealed on this phone; held: in memory only. */
export type Became = "sent" | "brief" | "kept" | "held";

/** One report. ways: all of it, then ever fewer words, each sealed under an id of its own, for nothing opens it later. */
interface Row {
  id: string;
  ways: (SealedReport & Sender)[];
  /** The largest of the ways that arrived; none: their number. */
  arrived: number;
  /** Where words alone arrived, when the whole is tried again (ms). */
  again: number;
  answered: string;
  epoch: string;
}

/** A report as it was said. */
interface Bare {
  id: string;
  said: Report;
  sender: Sender;
}

const AGAIN = 30 * 60_000;
/** How often is asked whether a backup holds what was sent (ms). */
const ASK = 10 * 60_000;

class Disk extends Dexie {
  declare waiting: EntityTable<Row, "id">;
  constructor() {
    // The same name as any cache's.
    super("hutong-r", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ waiting: "id" });
    this.version(2).upgrade((change) =>
      change
        .table("waiting")
        .toCollection()
        .modify((old: Partial<Row> & Record<string, unknown>) => {
          Object.assign(old, { ways: [old.body, old.brief], arrived: 2, again: 0, answered: "", epoch: "" });
          delete old.body;
          delete old.brief;
        }),
    );
  }
}

/**
 * Reports of danger: sealed with the key at hand and on disk before anybody waits for the line; sent until they have
 * arrived; kept until a backup holds them. Where the disk takes nothing they are sent out of memory.
 */
export class Reports {
  readonly #line: ReportLine;
  readonly #now: () => number;
  readonly #disk = new Disk();
  /** Sealed, and not on disk: it is full, or broken. */
  readonly #held = new Map<string, Row>();
  /** Not even sealed: this phone never saw the server's key. */
  #bare: Bare[] = [];
  readonly #became = new Map<string, Became>();
  #key: ServerKey | null;
  #asked = -ASK;
  #running: Promise<void> | null = null;

  constructor(line: ReportLine, key: ServerKey | null, now: () => number = Date.now) {
    this.#line = line;
    this.#key = key;
    this.#now = now;
  }

  /** Takes a report in, never waiting for the line; gives by what it is asked for later. */
  async take(said: Report, sender: Sender): Promise<string[]> {
    const parts = partsOf(said).map((part) => ({ id: uuid7(), said: part, sender }));
    for (const part of parts) {
      this.#became.set(part.id, "held");
      this.#bare.push(part);
    }
    await this.#seal();
    return parts.map((part) => part.id);
  }

  /** What became of what `take` took in: of several parts the least. */
  became(ids: string[]): Became {
    const all = ids.map((id) => this.#became.get(id) ?? "sent");
    return (["held", "kept", "brief"] as const).find((one) => all.includes(one)) ?? "sent";
  }

  /** The server's key, fetched anew; null without a signal. */
  async fetchKey(): Promise<ServerKey | null> {
    this.#asked = this.#now();
    const told = await this.#line.key().catch(() => null);
    if (!told) return null;
    const { epoch, covered_to, ...key } = told;
    this.#key = key;
    await this.#learn({ epoch, covered_to });
    return key;
  }

  /** Sends what waits; a second call during it waits for the same. */
  send(): Promise<void> {
    this.#running ??= this.#sendAll().finally(() => (this.#running = null));
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    const rows = await this.#rows();
    const uncovered = rows.some((row) => row.arrived === 0) && this.#now() - this.#asked >= ASK;
    if (uncovered || (!this.#key && this.#bare.length)) await this.fetchKey();
    await this.#seal();
    for (const row of await this.#rows()) if (row.arrived > 0 && row.again <= this.#now()) await this.#sendOne(row);
  }

  async #rows(): Promise<Row[]> {
    const kept = await this.#disk.waiting.toArray().catch(() => []);
    return [...kept.filter((row) => !this.#held.has(row.id)), ...this.#held.values()];
  }

  /** Seals what is not yet, and puts it on disk. */
  async #seal(): Promise<void> {
    const key = this.#key;
    if (!key) return;
    // Taken out first: two that seal at once would make two reports of one.
    for (const one of this.#bare.splice(0)) {
      try {
        const ways = await Promise.all([one.said, ...wordsOf(one.said)].map((said) => sealed(key, said, one.sender)));
        await this.#keep({ id: one.id, ways, arrived: ways.length, again: 0, answered: "", epoch: "" });
      } catch {
        this.#bare.push(one);
      }
    }
  }

  /** On disk; where that takes no photos, the words on disk and all of it in memory; else in memory alone. */
  async #keep(row: Row): Promise<void> {
    try {
      await this.#disk.waiting.put(row);
      this.#held.delete(row.id);
    } catch {
      this.#held.set(row.id, row);
      const words = { ...row, ways: row.ways.slice(1), arrived: row.arrived - 1 };
      const kept = row.arrived ? this.#disk.waiting.put(words) : this.#disk.waiting.delete(row.id);
      await kept.then(
        () => undefined,
        () => undefined,
      );
    }
    this.#became.set(row.id, this.#stateOf(row));
  }

  #stateOf({ id, arrived, ways }: Row): Became {
    if (arrived === 0) return "sent";
    if (arrived < ways.length) return "brief";
    return this.#held.has(id) ? "held" : "kept";
  }

  async #sendOne(row: Row): Promise<void> {
    for (const [at, way] of row.ways.slice(0, row.arrived).entries()) {
      try {
        const { now, ...covered } = await this.#line.send(way);
        await this.#keep({ ...row, arrived: at, again: this.#now() + AGAIN, answered: now, epoch: covered.epoch });
        return void (await this.#learn(covered));
      } catch (error) {
        if (!(error instanceof WireError) || error.status !== 413) return;
      }
    }
    // Not even few words were taken, or they were before: the whole is tried again later.
    if (row.arrived < row.ways.length) await this.#keep({ ...row, again: this.#now() + AGAIN });
  }

  /** What a backup holds goes; what was sent to a life of the database that is no more is sent again. */
  async #learn({ epoch, covered_to }: Covered): Promise<void> {
    for (const row of (await this.#rows()).filter((one) => one.arrived < one.ways.length)) {
      if (row.epoch !== epoch) await this.#keep({ ...row, arrived: row.ways.length, again: 0 });
      else if (row.arrived === 0 && row.answered <= covered_to) await this.#forget(row.id);
    }
  }

  async #forget(id: string): Promise<void> {
    this.#held.delete(id);
    await this.#disk.waiting.delete(id).catch(() => undefined);
  }
}

async function sealed(key: ServerKey, said: Report, sender: Sender): Promise<SealedReport & Sender> {
  return { ...(await sealReport(key, uuid7(), said)), ...sender };
}
