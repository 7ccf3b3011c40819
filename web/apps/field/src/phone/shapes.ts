import type { Schema } from "@hutong/api";
import type { FormSchema, ToAsk, Values } from "@hutong/forms";

export type Visit = Schema<"VisitOut">;

/** A child's file as a record of the pull (docs/sync.md, Records). */
export interface ChildData {
  rev: number;
  number: string;
  name: string;
  sex: string;
  birth_date: string;
  risk: string | null;
  registered_on: string;
  confirmed_on: string;
  pinyin: string;
  categories: { id: string; key: string; label: string; since: string; until: string | null }[];
  exit: { reason: string; on: string; note: string } | null;
  /** Who must not learn where the child lives. */
  address_kept_from?: string[];
  groups: Record<string, Values>;
}

/** What a phone shows of one record: what was asked, under the names of its form, and a little beside. */
export type Item = Values & { id: string };

/** A child as the screens show it: the file, its newest records by feed (the newest first), and where. */
export interface Child extends ChildData {
  id: string;
  place: number;
  records: Record<string, Item[]>;
  /** What offices want to know at the next visit. */
  questions: ToAsk[];
  /** Made or changed on this phone and not yet sent. */
  unsent?: boolean;
  /** A new file that the server refused: to be corrected. */
  refused?: boolean;
}

/** Visits have pages of their own. */
export const visitsOf = (child: Child): Visit[] => (child.records.visits ?? []) as unknown as Visit[];

export interface Duty {
  id: string;
  clause: string;
  rule: string;
  subject: string;
  title: string;
  why: string;
  child: string | null;
  place: number;
  owed_since: string;
  due: string;
  /** The moment on that day, of clocks of minutes and hours. */
  due_at: string | null;
  /** The kind of operation by which a sentence discharges it; empty where more than that is asked. */
  sentence: string;
  /** Whether one may ask that this round need not be done; and whether that was asked. */
  waivable?: boolean;
  asked?: boolean;
}

/** Two values of one field: the server's stays until a person decides. */
export interface Conflict {
  id: string;
  child: string;
  label: string;
  group: string;
  field: string;
  server: unknown;
  device: unknown;
  person: string;
  at: string;
}

/** One group of the paper file, described once for all children. */
export interface Group {
  key: string;
  title: string;
  form: FormSchema;
}

/** When a phone of this person last called, and what waited on it then. */
export type Before = Schema<"LastCall">;

/** Documents of the pull. */
export interface Forms {
  groups: Group[];
  labels: {
    categories: Record<string, string>;
    exit_reasons: Record<string, string>;
    relations: Record<string, string>;
  };
}
export type VisitQuestions = Omit<Schema<"VisitForm">, "last" | "to_ask">;
interface Village {
  code: number;
  name: string;
  path: string;
}
/** A township of one's county with its villages. */
export interface Around {
  code: number;
  name: string;
  villages: { code: number; name: string }[];
}
export interface Me {
  person: { id: string; name: string; staff_number: string };
  places: Village[];
  supervisors: { name: string; phone: string }[];
}
/** 意见与投诉 of one's own, with their answers. */
export interface Messages {
  topics: Record<string, string>;
  items: { id: string; text: string; at: string; answer: string; answered_by: string }[];
}
/** What is new for me: the newest, and how many were not seen. */
export interface Alarms {
  unread: number;
  items: { id: string; text: string; at: string; read: boolean }[];
}
