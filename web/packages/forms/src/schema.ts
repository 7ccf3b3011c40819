/** The subset: what a property of a form may say. Everything else the server refuses to describe. */
export interface FieldSchema {
  title: string;
  description?: string;
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object" | (string | null)[];
  enum?: (string | null)[];
  items?: { enum?: string[]; type?: string } & Partial<FormSchema>;
  maxItems?: number;
  format?: "date" | "phone" | "id-number" | "text";
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  "x-labels"?: Record<string, string>;
  "x-group"?: string;
  "x-order"?: number;
  "x-show-if"?: { field: string; in: unknown[] };
  "x-masked"?: boolean;
  /** Usual values, to choose from or to type another. */
  "x-suggest"?: string[];
  /** What stands there at first; "today" is the day. */
  "x-usual"?: unknown;
  /** The name of another field, or "today". */
  "x-not-before"?: string;
  "x-not-after"?: string;
  /** Answers to each of the labelled points. */
  "x-answers"?: Record<string, string>;
}

/** A condition over one field: a value of it is among some, or whether it is empty. */
export interface When {
  field: string;
  in?: unknown[];
  empty?: boolean;
}

/** What is wrong, at which field. */
export interface RuleError {
  field: string;
  message: string;
}

export interface FormSchema {
  type?: string;
  properties: Record<string, FieldSchema>;
  required?: string[];
  /** What does not fit together (hutong/records/declared.py, Refuse). */
  "x-refuse"?: { field: string; sentence: string; when: When[]; each?: string }[];
}

/**
 * A record on the phone (hutong/records/declared.py, Phone): the newest of each child come in `feed`, and `sends` makes one.
 * form: its name among the records; day: the field by which they stand; shows: what is shown beside what was asked.
 */
export interface PhoneRecord {
  feed: string;
  title: string;
  form: string;
  day: string;
  sends: string;
  ownPage: boolean;
  shows: { name: string; title: string }[];
  discharges: string[];
}

/** Fields of a list's row: texts stand alone, the others in one line, each with its title. */
export interface RecordView {
  texts: string[];
  others: { name: string; title: string }[];
}

export type Values = Record<string, unknown>;

export type Widget = "choice" | "choices" | "yesno" | "date" | "number" | "text" | "paragraph" | "rows";

/** A property with its name, ready to be drawn. */
export interface Field extends FieldSchema {
  name: string;
  required: boolean;
  widget: Widget;
}
