/** The eight areas of the house, each with the pages that stand in it as tabs; and the tools beside them. */
export interface Entry {
  /** Key under frame.entries in the locale files. */
  key: string;
  /** Its text, where it is another: of a declared record `titles.…`. */
  title?: string;
  to: string;
  permission?: string;
  /** The clauses of the document that are done here; 按文件查 lists them. */
  clauses?: string[];
}

export interface Part {
  key: string;
  entries: Entry[];
}

export const MENU: Part[] = [
  {
    key: "today",
    entries: [
      { key: "duties", to: "/" },
      { key: "dutyList", to: "/duties", permission: "duty_write" },
      { key: "decisions", to: "/decisions", permission: "duty_write", clauses: ["A3-1", "A2-1", "A1-2", "S4-3"] },
    ],
  },
  {
    key: "children",
    entries: [
      { key: "children", to: "/children", permission: "child_read", clauses: ["A3-2", "A3-3", "A2-3", "A1-4"] },
      { key: "visits", to: "/visits", permission: "child_read", clauses: ["A3-4", "A2-4", "A1-3", "A2-8"] },
      { key: "keyChecks", to: "/key-checks", permission: "child_read", clauses: ["A2-4"] },
      { key: "campaigns", to: "/campaigns", permission: "child_read", clauses: ["A1-4", "A3-2"] },
      { key: "reviews", to: "/reviews", permission: "child_write", clauses: ["A2-3"] },
      { key: "samples", to: "/samples", permission: "review", clauses: ["A1-4", "S4-4"] },
      { key: "moves", to: "/moves", permission: "child_write", clauses: ["A2-3"] },
      { key: "packets", to: "/packets", permission: "packet" },
      { key: "doubles", to: "/doubles", permission: "child_read", clauses: ["A2-3"] },
      { key: "shared", to: "/shared", permission: "share_read", clauses: ["A1-5", "S1-3", "S4-3"] },
    ],
  },
  {
    key: "cases",
    entries: [
      { key: "urgent", to: "/urgent", permission: "urgent", clauses: ["A3-5", "A2-4", "A1-1", "A1-10"] },
      { key: "sealedSearch", to: "/sealed-search", permission: "sealed", clauses: ["A1-10"] },
      { key: "breakGlass", to: "/break-glass", permission: "looks_read" },
      { key: "named", to: "/named", permission: "sealed" },
    ],
  },
  { key: "relief", entries: [] },
  {
    key: "workforce",
    entries: [{ key: "posts", to: "/posts", permission: "post_read", clauses: ["S2-1", "S2-3", "A2-2", "A1-6"] }],
  },
  {
    key: "partners",
    entries: [
      {
        key: "organisations",
        to: "/organisations",
        permission: "organisation_read",
        clauses: ["S1-1", "S3-1", "A1-7"],
      },
    ],
  },
  {
    key: "ledgers",
    entries: [
      { key: "ledgers", to: "/ledgers", permission: "ledger_import", clauses: ["A2-3"] },
      { key: "ledgersOut", to: "/exports", permission: "ledger_export", clauses: ["A2-3"] },
      { key: "months", to: "/months", permission: "ledger_export", clauses: ["A2-3", "S4-4"] },
      { key: "balance", to: "/balance", permission: "ledger_export", clauses: ["A2-3"] },
      { key: "ledgerExceptions", to: "/ledger-exceptions", permission: "child_write", clauses: ["A2-3"] },
      { key: "exchange", to: "/exchange", permission: "exchange", clauses: ["S2-3"] },
      { key: "paperNumbers", to: "/paper-numbers", permission: "print" },
      { key: "notices", to: "/notices", permission: "print" },
    ],
  },
  {
    key: "governance",
    entries: [{ key: "tracking", to: "/tracking", permission: "home", clauses: ["S4-4", "A1-2"] }],
  },
  {
    key: "tools",
    entries: [
      { key: "clauses", to: "/clauses" },
      { key: "papers", to: "/papers" },
      { key: "phones", to: "/phones", permission: "device_read" },
      { key: "looks", to: "/looks", permission: "audit" },
      { key: "inbox", to: "/feedback/inbox", permission: "feedback_answer" },
      { key: "placeChanges", to: "/place-changes", permission: "system" },
      { key: "jobs", to: "/jobs", permission: "system" },
      { key: "channels", to: "/alarm-channels", permission: "system" },
    ],
  },
];

/** The entry in whose page, or on one below it, somebody is; of several the one that says the most. */
export function entryAt(path: string): Entry | undefined {
  const inside = (entry: Entry) => path === entry.to || (entry.to !== "/" && path.startsWith(`${entry.to}/`));
  return MENU.flatMap((part) => part.entries)
    .filter(inside)
    .sort((one, other) => other.to.length - one.to.length)[0];
}

export const partOf = (entry: Entry | undefined): Part | undefined =>
  entry && MENU.find((part) => part.entries.includes(entry));
