import type { Table } from "dexie";
import { Store, type Row } from "./database.ts";
import { importKey, open, openBytes, seal, sealBytes } from "./seal.ts";
import type { Version } from "./wire.ts";

export type Part = "records" | "meta" | "drafts";

/** An unlocked store: what is read comes out of memory, what is written is sealed one by one. */
export class Vault {
  readonly store: Store;
  readonly #key: CryptoKey;
  #versions: Map<string, Version> | undefined;

  private constructor(store: Store, key: CryptoKey) {
    this.store = store;
    this.#key = key;
  }

  static async open(user: string, raw: Uint8Array<ArrayBuffer>): Promise<Vault> {
    return new Vault(new Store(user), await importKey(raw));
  }

  #table(part: Part): Table<Row, string> {
    return this.store[part];
  }

  /** All values of a part, by key. A row that no longer opens is left out: the next sync brings it again. */
  async all<T>(part: Part): Promise<Map<string, T>> {
    const rows = await this.#table(part).toArray();
    const opened = await Promise.all(rows.map((row) => this.#read<T>(part, row)));
    return new Map(rows.flatMap((row, at) => (opened[at] === undefined ? [] : [[row.key, opened[at] as T]])));
  }

  /** What is held of each record, without opening them all at every sync. again: read anew, for another window may have written. */
  async versions(again = false): Promise<ReadonlyMap<string, Version>> {
    if (again || !this.#versions)
      this.#versions = new Map([...(await this.all<Version>("records"))].map(([key, one]) => [key, brief(one)]));
    return this.#versions;
  }

  async get<T>(part: Part, key: string): Promise<T | undefined> {
    const row = await this.#table(part).get(key);
    return row && this.#read<T>(part, row);
  }

  #read<T>(part: Part, row: Row): Promise<T | undefined> {
    return open<T>(this.#key, row, `${part}.${row.key}`).catch(() => undefined);
  }

  /** Writes many values in one transaction: all of them or none. */
  async put(part: Part, values: Iterable<[string, unknown]>): Promise<void> {
    const rows = await Promise.all([...values].map(([key, value]) => this.#sealed(part, key, value)));
    await this.#table(part).bulkPut(rows);
    this.#forget(part);
  }

  #forget(part: Part): void {
    if (part === "records") this.#versions = undefined;
  }

  async #sealed(part: Part, key: string, value: unknown): Promise<Row> {
    return { key, ...(await seal(this.#key, value, `${part}.${key}`)) };
  }

  /** A page of a pull: what came, what went, and where we are now; all of it or nothing. */
  async apply(records: [string, Version][], removed: string[], meta: [string, unknown][]): Promise<void> {
    const rows = await Promise.all(records.map(([key, value]) => this.#sealed("records", key, value)));
    const told = await Promise.all(meta.map(([key, value]) => this.#sealed("meta", key, value)));
    await this.store.transaction("rw", this.store.records, this.store.meta, async () => {
      await this.store.records.bulkDelete(removed);
      await this.store.records.bulkPut(rows);
      await this.store.meta.bulkPut(told);
    });
    for (const key of removed) this.#versions?.delete(key);
    for (const [key, one] of records) this.#versions?.set(key, brief(one));
  }

  async remove(part: Part, keys: string[]): Promise<void> {
    await this.#table(part).bulkDelete(keys);
    this.#forget(part);
  }

  async clear(part: Part): Promise<void> {
    await this.#table(part).clear();
    this.#forget(part);
  }

  // The outbox: an operation keeps its place in the line, whatever becomes of it.

  /** In one go with the end of what it was written in, and of those that it takes the place of: all of it or nothing. */
  async append(value: unknown, drafts: string[] = [], replaces: number[] = []): Promise<number> {
    const row = await seal(this.#key, value, "outbox");
    return this.store.transaction("rw", this.store.outbox, this.store.drafts, async () => {
      await this.store.drafts.bulkDelete(drafts);
      await this.store.outbox.bulkDelete(replaces);
      return this.store.outbox.add({ ...row } as never);
    });
  }

  async replace(values: [number, unknown][]): Promise<void> {
    const rows = await Promise.all(
      values.map(async ([seq, value]) => ({ seq, ...(await seal(this.#key, value, "outbox")) })),
    );
    await this.store.outbox.bulkPut(rows);
  }

  async line<T>(): Promise<Map<number, T>> {
    const rows = await this.store.outbox.orderBy("seq").toArray();
    return new Map(
      await Promise.all(rows.map(async (row) => [row.seq, await open<T>(this.#key, row, "outbox")] as const)),
    );
  }

  async drop(seqs: number[]): Promise<void> {
    await this.store.outbox.bulkDelete(seqs);
  }

  // Photos and voice notes.

  async putPiece(key: string, bytes: BufferSource): Promise<void> {
    await this.store.pieces.put({ key, ...(await sealBytes(this.#key, bytes, `pieces.${key}`)) });
  }

  async piece(key: string): Promise<ArrayBuffer | undefined> {
    const row = await this.store.pieces.get(key);
    return row && openBytes(this.#key, row, `pieces.${key}`);
  }

  async dropPieces(keys: string[]): Promise<void> {
    await this.store.pieces.bulkDelete(keys);
  }

  close(): void {
    this.store.close();
  }
}

const brief = ({ type, id, version }: Version): Version => ({ type, id, version });
