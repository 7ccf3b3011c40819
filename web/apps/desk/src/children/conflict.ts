/** A field that two people changed: what it was, what each of them made of it. */
interface Difference {
  group: string;
  field: string;
  label: string;
  base: unknown;
  yours: unknown;
  theirs: unknown;
}

/** The server's refusal to overwrite (409), with the file's new revision. */
export interface Conflict {
  message: string;
  rev: number;
  differences: Difference[];
}
