import { Reports, type Covered, type SealedReport, type Sender, type ServerKey } from "@hutong/offline";
import { ask } from "./wire.ts";

const KEY = "server-key";
const EVERY = 30_000;

function keptKey(): ServerKey | null {
  const kept = localStorage.getItem(KEY);
  return kept ? (JSON.parse(kept) as ServerKey) : null;
}

/** Keeps the server's key, which came with the sign-in or was fetched. */
export const keepServerKey = (key: ServerKey): void => localStorage.setItem(KEY, JSON.stringify(key));

/** This phone's reports of danger. */
export const reports = new Reports(
  {
    key: () => ask<ServerKey & Covered>("GET", "/sync/server-key"),
    send: (body: SealedReport & Sender) => ask("POST", "/sync/urgent", body),
  },
  keptKey(),
);

/** Has the key at hand before it is needed, and sends what waits. */
export async function readyToReport(): Promise<void> {
  const key = await reports.fetchKey();
  if (key) keepServerKey(key);
  await reports.send();
}

setInterval(() => void reports.send(), EVERY);
window.addEventListener("online", () => void readyToReport());
