/** What the phone keeps: sealed record by record, opened by PIN, sent when there is a signal (design.md, Offline). */
export {
  Outbox,
  operation,
  type Attachment,
  type Ends,
  type NewOperation,
  type Operation,
  type Signed,
} from "./operations.ts";
export { strongEnough, PIN_LENGTH } from "./pin.ts";
export { Users, TRIES, type Closed, type Unlock } from "./users.ts";
export { Vault } from "./vault.ts";
export { hoursLeft, LEASE_HOURS } from "./lease.ts";
export { LARGEST, type Medium, type Report } from "./report.ts";
export { Reports, type Became, type Covered, type Sender } from "./reports.ts";
export { sealReport, type SealedReport, type ServerKey } from "./urgent.ts";
export { Sync, type Outcome } from "./sync.ts";
export { WireError, type Wire, type Record_ as SyncRecord } from "./wire.ts";
export { sha256, toBytes, toText } from "./bytes.ts";
export type { User } from "./database.ts";
