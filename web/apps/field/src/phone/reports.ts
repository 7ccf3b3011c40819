import { sealReport, WireError, type SealedReport, type ServerKey } from "@hutong/offline";
import { uuid7 } from "@hutong/ui";
import { Dexie, type EntityTable } from "dexie";
import { ask } from "./wire.ts";

/** What a report says; sealed to the server before it touches the disk. */
export interface Report {
  words: string;
  child: string;
  place: number | null;
  called_110: boolean | null;
  made_at: string;
  media: { mime: string; data: string }[];
}

/** Which phone and person reports, where that is known; not needed to report. */
export interface Sender {
  device: string | null;
  person: string | null;
  report_token: string | null;
}

/** brief: the words alone, for a server that has room for no more; sealed beside the whole, since nothing opens it later. */
interface Waiting {
  id: string;
  body: SealedReport & Sender;
  brief: SealedReport & Sender;
}

/** What becomes of a report: with everything, its words alone, or lying sealed here until there is a signal. */
export type Reported = "sent" | "brief" | "later" | "no_key";
// What fits into the 8 KB that are left to a sender of very many (docs/sync.md, Urgent reports).
const BRIEF = 1500;

/** Reports that have not left yet, readable to nobody here; the same name as any cache, gone once sent. */
class Reports extends Dexie {
  declare waiting: EntityTable<Waiting, "id">;
  constructor() {
    super("hutong-r");
    this.version(1).stores({ waiting: "id" });
  }
}
const reports = new Reports();
const KEY = "server-key";

/** The server's public key: fetched once, kept for a day without signal. */
async function serverKey(): Promise<ServerKey | null> {
  const fresh = await ask<ServerKey>("GET", "/sync/server-key").catch(() => null);
  if (fresh) localStorage.setItem(KEY, JSON.stringify(fresh));
  const kept = localStorage.getItem(KEY);
  return fresh ?? (kept ? (JSON.parse(kept) as ServerKey) : null);
}

/** Keeps the key that came with the sign-in. */
export const keepServerKey = (key: ServerKey): void => localStorage.setItem(KEY, JSON.stringify(key));

/** Seals a report and sends it, now or as soon as there is a signal. */
export async function report(said: Report, sender: Sender): Promise<Reported> {
  const key = await serverKey();
  if (!key) return "no_key";
  const id = uuid7();
  const words = { ...said, words: said.words.slice(0, BRIEF), media: [] };
  const [body, brief] = await Promise.all([sealReport(key, id, said), sealReport(key, id, words)]);
  await reports.waiting.put({ id, body: { ...body, ...sender }, brief: { ...brief, ...sender } });
  return (await sendReports()).get(id) ?? "later";
}

/** Sends what waits, each by itself; what became of those that left. Nothing is dropped that the server did not take. */
export async function sendReports(): Promise<Map<string, Reported>> {
  const left = new Map<string, Reported>();
  for (const one of await reports.waiting.toArray()) {
    const became = await sendOne(one);
    if (became === "later") continue;
    left.set(one.id, became);
    await reports.waiting.delete(one.id);
  }
  return left;
}

async function sendOne({ body, brief }: Waiting): Promise<Reported> {
  try {
    await ask("POST", "/sync/urgent", body);
    return "sent";
  } catch (error) {
    if (!(error instanceof WireError) || error.status !== 413) return "later";
  }
  return ask("POST", "/sync/urgent", brief).then(
    () => "brief" as const,
    () => "later" as const,
  );
}
setInterval(() => void sendReports(), 30_000);
window.addEventListener("online", () => void sendReports());
