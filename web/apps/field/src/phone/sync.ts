import { Outbox, Sync, WireError, type User, type Vault } from "@hutong/offline";
import { reactive } from "vue";
import { t, te } from "../i18n.ts";
import { router } from "../router.ts";
import { house, isOpen, lock, onAct, opened, refreshLine, reload, setClock, users, type Open } from "./house.ts";
import { reports } from "./reports.ts";
import { wireOf } from "./wire.ts";

const EVERY = 60_000;
const SLOWEST = 15 * 60_000;
/** Answers after which nothing is read here any more: shut out by the office, no post, ended by its owner or with a password. */
const ENDS = ["device_revoked", "no_post", "device_ended"];

/** offline: the browser itself says that nothing left this phone. */
const UNREACHED = ["unreachable", "offline"];

/** What the exchange with the server is doing, in words for the screen. */
export const sync = reactive({ online: navigator.onLine, running: false, told: "", last: "", closed: "" });

let timer = 0;
let failures = 0;
let again = false;

/** Begins to exchange by itself: now, every minute, when the signal comes back, and after everything done here. */
export function start(): Promise<void> {
  return exchange();
}

/** One exchange; a second call during it makes one more follow. */
export async function exchange(): Promise<void> {
  void reports.send();
  if (sync.running) return void (again = true);
  if (!isOpen()) return;
  clearTimeout(timer);
  sync.running = true;
  let changed = true;
  try {
    changed = await once(opened());
    failures = 0;
    sync.online = true;
    sync.told = "";
  } catch (error) {
    failures += 1;
    await failed(error);
  } finally {
    sync.running = false;
    if (isOpen()) await (changed ? reload() : refreshLine());
    if (isOpen() && house.leaseLeft <= 0) {
      lock();
      await router.replace("/lock");
    }
    later();
  }
}

/** The lease has ended: an unlocked store is read once the server was reached. Gives why it may not be, or "". */
export async function reach(user: User, vault: Vault): Promise<string> {
  const outbox = new Outbox(vault);
  await outbox.load();
  try {
    await once({ user, vault, outbox });
    return "";
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    if (error.status === 0) return t("lock.lease");
    return shut(vault, error);
  }
}

/** Whether anything is another than before. */
async function once({ user, vault, outbox }: Open): Promise<boolean> {
  let token = (await vault.get<string>("meta", "token")) ?? "";
  const outcome = await new Sync(
    vault,
    outbox,
    wireOf(() => token),
    __APP_VERSION__,
  ).run();
  if (outcome.token) {
    token = outcome.token;
    await vault.put("meta", [["token", token]]);
  }
  if (outcome.closed) throw new WireError(403, outcome.closed);
  await users.reached(user.id);
  await setClock(vault, Date.parse(outcome.now));
  sync.last = outcome.now;
  return outcome.changed;
}

async function failed(error: unknown): Promise<void> {
  if (!(error instanceof WireError)) throw error;
  sync.online = error.status !== 0 || !UNREACHED.includes(error.code);
  sync.told = sync.online ? error.message || t("mine.syncFailed") : t("mine.noSignal");
  const over = error.status === 401 || ENDS.includes(error.code);
  if (!over || !isOpen()) return;
  await close(error);
}

/** The server gives this phone nothing any more: what is here is shut. */
async function close(error: WireError): Promise<void> {
  sync.closed = await shut(opened().vault, error);
  lock();
  await router.replace("/lock");
}

/** Files go, what was not sent stays, sealed; gives why. */
async function shut(vault: Vault, error: WireError): Promise<string> {
  // A token that the server does not know says nothing of this person's rights.
  if (ENDS.includes(error.code)) {
    await vault.clear("records");
    await vault.remove("meta", ["duties", "place"]);
  }
  const known = error.status === 401 ? "unknown" : error.code;
  return error.message || (te(`mine.closed.${known}`) ? t(`mine.closed.${known}`) : t("mine.syncFailed"));
}

function later(): void {
  clearTimeout(timer);
  if (!isOpen()) return;
  const wait = again ? 0 : Math.min(SLOWEST, EVERY * 2 ** Math.min(failures, 4));
  again = false;
  timer = window.setTimeout(() => void exchange(), wait);
}

window.addEventListener("online", () => {
  sync.online = true;
  failures = 0;
  void exchange();
});
window.addEventListener("offline", () => (sync.online = false));
onAct(() => {
  refreshLine();
  if (sync.online) void exchange();
});
