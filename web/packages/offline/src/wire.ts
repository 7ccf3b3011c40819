import type { Signed } from "./operations.ts";

/** The protocol's shapes (docs/sync.md). */
export interface Sent {
  op_id: string;
  kind: string;
  payload: string;
  hash: string;
  based_on: number | null;
  made_at: string;
}

export interface Result {
  op_id: string;
  status: "done" | "conflict" | "quarantined" | "refused" | "later";
  code: string;
  message: string;
  fields: { field: string; message: string }[];
}

export interface PushAnswer {
  results: Result[];
  revoked: boolean;
  now: string;
}

/** Which state of which record. */
export interface Version {
  type: string;
  id: string;
  version: number;
}

/** A record as the server sees it for this post: always whole. */
export interface Record_<T = unknown> extends Version {
  place: number;
  data: T;
}

export interface PullQuestion {
  app_version: string;
  unsent: number;
  epoch: string | null;
  cursors: Record<string, number>;
  have: Record<string, Record<string, number>> | null;
  documents: Record<string, string>;
  duties: string | null;
}

export interface PullAnswer {
  epoch: string;
  cursors: Record<string, number>;
  inventory: boolean;
  more: boolean;
  records: Record_[];
  removed: { type: string; id: string }[];
  duties: { version: string; items: unknown[] } | null;
  documents: Record<string, { version: string; data: unknown }>;
  state: string;
  now: string;
  covered_to: string;
  lease_hours: number;
  token: string | null;
}

export interface Received {
  id: string;
  piece_size: number;
  received: number[];
  done: boolean;
}

/** How the server is reached; every call rejects with a WireError. */
export interface Wire {
  push(body: { app_version: string; unsent: number; operations: Sent[] }): Promise<PushAnswer>;
  pull(body: PullQuestion): Promise<PullAnswer>;
  offer(body: {
    id: string;
    op_id: string;
    kind: string;
    mime: string;
    size: number;
    sha256: string;
    signed?: Signed;
  }): Promise<Received>;
  piece(id: string, number: number, bytes: ArrayBuffer, sha256: string): Promise<Received>;
}

/** A refusal, or status 0 for no answer at all. */
export class WireError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}
