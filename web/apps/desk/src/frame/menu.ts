/** The left menu: own work first, then the four parts of the document (opinion 一 to 四). */
export interface Entry {
  /** Key under frame.entries in the locale files. */
  key: string;
  /** Its text, where it is another: of a declared record `titles.…`. */
  title?: string;
  to?: string;
  permission?: string;
}

export interface Part {
  key: string;
  entries: Entry[];
}

// An entry without `to` has no screen yet and says so in grey.
export const MENU: Part[] = [
  {
    key: "work",
    entries: [
      { key: "duties", to: "/", permission: "home" },
      { key: "dutyList", to: "/duties", permission: "home" },
      { key: "urgent", to: "/urgent", permission: "urgent" },
      { key: "decisions", to: "/decisions", permission: "duty_write" },
      { key: "children", to: "/children", permission: "child_read" },
      { key: "visits", to: "/visits", permission: "child_read" },
      { key: "reviews", to: "/reviews", permission: "child_write" },
      { key: "keyChecks", to: "/key-checks", permission: "child_read" },
      { key: "sealedSearch", to: "/sealed-search", permission: "sealed" },
      { key: "samples", to: "/samples", permission: "review" },
      { key: "campaigns", to: "/campaigns", permission: "child_read" },
      { key: "moves", to: "/moves", permission: "child_write" },
      { key: "packets", to: "/packets", permission: "packet" },
      { key: "shared", to: "/shared", permission: "share_read" },
      { key: "breakGlass", to: "/break-glass", permission: "looks_read" },
      { key: "looks", to: "/looks", permission: "audit" },
      { key: "doubles", to: "/doubles", permission: "child_read" },
      { key: "ledgers", to: "/ledgers", permission: "ledger_import" },
      { key: "ledgersOut", to: "/exports", permission: "ledger_export" },
      { key: "months", to: "/months", permission: "ledger_export" },
      { key: "balance", to: "/balance", permission: "ledger_export" },
      { key: "exchange", to: "/exchange", permission: "exchange" },
      { key: "ledgerExceptions", to: "/ledger-exceptions", permission: "child_write" },
      { key: "paperNumbers", to: "/paper-numbers", permission: "print" },
      { key: "notices", to: "/notices", permission: "print" },
      { key: "papers", to: "/papers" },
      { key: "inbox", to: "/feedback/inbox", permission: "feedback_answer" },
    ],
  },
  { key: "institutions", entries: [{ key: "institutions" }] },
  {
    key: "workforce",
    entries: [
      { key: "posts", to: "/posts", permission: "post_read" },
      { key: "named", to: "/named", permission: "sealed" },
      { key: "phones", to: "/phones", permission: "device_read" },
      { key: "training" },
    ],
  },
  {
    key: "partners",
    entries: [
      { key: "organisations", to: "/organisations", permission: "organisation_read" },
      { key: "partners" },
      { key: "purchase" },
    ],
  },
  {
    key: "governance",
    entries: [
      { key: "tracking", to: "/tracking", permission: "home" },
      { key: "placeChanges", to: "/place-changes", permission: "system" },
      { key: "jobs", to: "/jobs", permission: "system" },
      { key: "channels", to: "/alarm-channels", permission: "system" },
      { key: "funds" },
    ],
  },
];
