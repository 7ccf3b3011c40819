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

interface Waiting {
  id: string;
  body: SealedReport & { device: string | null; person: string | null; report_token: string | null };
}

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
export async function serverKey(): Promise<ServerKey | null> {
  const fresh = await ask<ServerKey>("GET", "/sync/server-key").catch(() => null);
  if (fresh) localStorage.setItem(KEY, JSON.stringify(fresh));
  const kept = localStorage.getItem(KEY);
  return fresh ?? (kept ? (JSON.parse(kept) as ServerKey) : null);
}

/** Keeps the key that came with the sign-in. */
export const keepServerKey = (key: ServerKey): void => localStorage.setItem(KEY, JSON.stringify(key));

/** Which phone and person reports, where that is known; not needed to report. */
export interface Sender {
  device: string | null;
  person: string | null;
  report_token: string | null;
}

/** Seals a report and sends it, now or as soon as there is a signal. "later": it lies sealed on this phone. */
export async function report(said: Report, sender: Sender): Promise<"sent" | "later" | "no_key"> {
  const key = await serverKey();
  if (!key) return "no_key";
  const id = uuid7();
  await reports.waiting.put({ id, body: { ...(await sealReport(key, id, said)), ...sender } });
  return (await sendReports()) ? "sent" : "later";
}

/** Sends what waits; true when nothing waits any more. */
export async function sendReports(): Promise<boolean> {
  for (const { id, body } of await reports.waiting.toArray()) {
    try {
      await ask("POST", "/sync/urgent", body);
    } catch (error) {
      if (error instanceof WireError && error.status !== 413) return false;
    }
    await reports.waiting.delete(id);
  }
  return true;
}
setInterval(() => void sendReports(), 30_000);
window.addEventListener("online", () => void sendReports());
