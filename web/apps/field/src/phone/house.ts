import {
  LEASE_HOURS,
  Outbox,
  Users,
  type Ends,
  type NewOperation,
  type Operation,
  type SyncRecord,
  type User,
  type Vault,
} from "@hutong/offline";
import { day } from "@hutong/ui";
import { computed, reactive, shallowRef } from "vue";
import { nowBy, stillTrue, toldAt, type Clock } from "./clock.ts";
import { childrenOf, conflictsOf, isLate, laidOver, nearest, stillOwed, withWaiting } from "./overlay.ts";
import type { Alarms, Around, Before, Duty, Forms, Me, Messages, VisitQuestions } from "./shapes.ts";

/** What this phone knows while it is unlocked; gone from memory when it is locked. */
export interface Open {
  user: User;
  vault: Vault;
  outbox: Outbox;
}

export const users = new Users();
const open = shallowRef<Open | null>(null);
const records = shallowRef<SyncRecord[]>([]);
const meta = shallowRef(new Map<string, unknown>());
const line = shallowRef<Operation[]>([]);
const today = shallowRef("");
const clock = shallowRef<Clock>({ ahead: 0, at: 0, told: 0 });
/** Hours until the lease ends, when that was asked (ms). */
const lease = shallowRef({ left: LEASE_HOURS, at: 0 });
const leaseLeft = shallowRef(LEASE_HOURS);

const document = <T>(name: string) => computed(() => (meta.value.get(`document.${name}`) as T | undefined) ?? null);
const waiting = computed(() => line.value.filter((one) => one.state === "waiting"));
const kept = computed(() => childrenOf(records.value));
const children = computed(() => withWaiting(kept.value, laidOver(line.value), open.value?.user.name ?? ""));
const duties = computed(() => (meta.value.get("duties") as Duty[] | undefined) ?? []);
const me = document<Me>("me");

/** Everything that the screens read. */
export const house = reactive({
  user: computed(() => open.value?.user ?? null),
  unlocked: computed(() => open.value !== null),
  today,
  /** Days by which this phone's clock is wrong. */
  daysOff: computed(() => Math.round(Math.abs(clock.value.ahead) / 86_400_000)),
  /** Hours after which the files close unless the server is reached. */
  leaseLeft,
  /** When this person's phone last called, where a store was made anew: what was noted since and not sent is gone. */
  before: computed(() => (meta.value.get("before") as Before | undefined) ?? null),
  children,
  conflicts: computed(() => conflictsOf(records.value)),
  duties: computed(() => nearest(stillOwed(duties.value, waiting.value), today.value)),
  forms: document<Forms>("forms"),
  visitForm: document<VisitQuestions>("visit_form"),
  feedback: document<Messages>("feedback"),
  alarms: document<Alarms>("alarms"),
  around: computed(() => (meta.value.get("document.around") as Around[] | undefined) ?? []),
  villages: computed(() => me.value?.places ?? []),
  supervisors: computed(() => me.value?.supervisors ?? []),
  waiting,
  /** Photos, voice notes and signatures of records that have arrived, which have not. */
  parts: computed(
    () =>
      line.value.filter((one) => one.state === "sent").flatMap((one) => one.attachments.filter((part) => !part.sent))
        .length,
  ),
  refused: computed(() => line.value.filter((one) => one.state === "refused")),
  kept: computed(() => line.value.filter((one) => one.state === "sent")),
});

/** Whether a duty is overdue now, by the server's clock. */
export const late = (duty: Duty): boolean => isLate(duty, today.value, nowBy(clock.value, Date.now()));

/** The open store; sync and drafts use it. Throws when the phone is locked. */
export function opened(): Open {
  if (!open.value) throw new Error("locked");
  return open.value;
}
export const isOpen = (): boolean => open.value !== null;

/** What was just done, for the next screen. Never in an address: the browser writes those down in the clear. */
export const justDone = shallowRef("");

/** Takes an unlocked store into memory. left: hours until its lease ends. */
export async function enter(user: User, vault: Vault, left = LEASE_HOURS): Promise<void> {
  const outbox = new Outbox(vault);
  await outbox.load();
  const kept = await vault.get<Clock>("meta", "clock");
  clock.value = kept ? stillTrue(kept, Date.now()) : { ahead: 0, at: 0, told: 0 };
  lease.value = { left, at: Date.now() };
  open.value = { user, vault, outbox };
  // What is not yet sent is seen from the first moment on.
  refreshLine();
  await reload();
}

/** Reads again what the store holds, after a sync. */
export async function reload(): Promise<void> {
  const { vault } = opened();
  records.value = [...(await vault.all<SyncRecord>("records")).values()];
  meta.value = await vault.all<unknown>("meta");
  refreshLine();
}

/** The server was reached, and said what time it is: days count by its clock where this phone's is set wrong; the lease begins again. */
export async function setClock(vault: Vault, now: number): Promise<void> {
  clock.value = toldAt(now, Date.now());
  lease.value = { left: LEASE_HOURS, at: Date.now() };
  await vault.put("meta", [["clock", clock.value]]);
}

/** The person has read what may have been lost. */
export async function forgetBefore(): Promise<void> {
  await opened().vault.remove("meta", ["before"]);
  await reload();
}

/** Forgets everything that was opened; what is on disk stays sealed. */
export function lock(): void {
  open.value?.vault.close();
  open.value = null;
  justDone.value = "";
  records.value = [];
  meta.value = new Map();
  line.value = [];
}

const told = new Set<() => void>();

/** Calls back after everything done here; sync starts by it. */
export function onAct(tell: () => void): void {
  told.add(tell);
}

/** Does something here and now: it is on disk before this returns, and is sent when there is a signal. */
export async function act(given: NewOperation, ends?: Ends): Promise<Operation> {
  const made = await opened().outbox.add(given, Date.now(), ends);
  refreshLine();
  told.forEach((tell) => tell());
  return made;
}

/** The line as the outbox has it now, and the day that it is. */
export function refreshLine(): void {
  today.value = day(new Date(nowBy(clock.value, Date.now())).toISOString());
  leaseLeft.value = Math.floor(lease.value.left - Math.max(0, Date.now() - lease.value.at) / 3_600_000);
  line.value = opened().outbox.all();
}
