import { Dexie, type EntityTable, type Table } from "dexie";
import type { Secrets } from "./keeper.ts";
import type { Sealed } from "./seal.ts";

/** Somebody who uses this phone. Nothing here tells of a child. box: what else is kept of them (keeper.ts). */
export interface User {
  id: string;
  name: string;
  staffNumber: string;
  device: string;
  box?: Sealed;
}

/** A sealed row under a key that says nothing. */
export interface Row extends Sealed {
  key: string;
}

export interface Waiting extends Sealed {
  seq: number;
}

/** The phone's list of users, and its secrets for each. */
export class Phone extends Dexie {
  declare users: EntityTable<User, "id">;
  declare secrets: EntityTable<Secrets, "id">;

  constructor() {
    super("hutong");
    this.version(1).stores({ users: "id" });
    this.version(2).stores({ secrets: "id" });
  }
}

/** One user's store; users of one phone are strangers to each other. */
export class Store extends Dexie {
  declare records: Table<Row, string>;
  declare meta: Table<Row, string>;
  declare drafts: Table<Row, string>;
  declare pieces: Table<Row, string>;
  declare outbox: EntityTable<Waiting, "seq">;

  constructor(user: string) {
    // On disk means on disk: an empty battery takes nothing of what the screen said is kept.
    super(`hutong-${user}`, { chromeTransactionDurability: "strict" });
    this.version(1).stores({ records: "key", meta: "key", drafts: "key", pieces: "key", outbox: "++seq" });
  }
}
