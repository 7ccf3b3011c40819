import type { Operation, SyncRecord } from "@hutong/offline";
import { onPhone, type PhoneRecord, type ToAsk, type Values } from "@hutong/forms";
import { addDays, day } from "@hutong/ui";
import type { Child, ChildData, Conflict, Duty, Item } from "./shapes.ts";

/** Which duties about its child an operation will discharge once it is sent: kind of operation → rules. */
const DISCHARGES: Record<string, string[]> = {
  "children.confirm": ["file", "survey"],
  ...Object.fromEntries(onPhone.map((one) => [one.sends, one.discharges])),
};

/** Children with their records, out of what the pull brought. */
export function childrenOf(pulled: Iterable<SyncRecord>, kinds: readonly PhoneRecord[] = onPhone): Map<string, Child> {
  const all = [...pulled];
  const children = new Map<string, Child>();
  for (const { type, id, place, data } of all)
    if (type === "child") children.set(id, { ...(data as ChildData), id, place, records: {}, questions: [] });
  for (const { type, id, data } of all) {
    const child = children.get(id);
    if (child && type === "questions") child.questions = (data as { items: ToAsk[] }).items;
    if (child && kinds.some((one) => one.feed === type)) child.records[type] = (data as { items: Item[] }).items;
  }
  return children;
}

/** Fields that two people changed, for a person to decide. */
export function conflictsOf(records: Iterable<SyncRecord>): Conflict[] {
  return [...records]
    .filter((one) => one.type === "conflict")
    .map((one) => ({ ...(one.data as Conflict), id: one.id }));
}

/** What is laid over the server's children: what waits, and a new file that was refused, which is nowhere else. */
export const laidOver = (line: Operation[]): Operation[] =>
  line.filter((one) => one.state === "waiting" || (one.state === "refused" && one.kind === "children.register"));

/** What is seen while operations wait: the server's children with what was done here laid over them. */
export function withWaiting(
  children: Map<string, Child>,
  waiting: Operation[],
  by: string,
  kinds: readonly PhoneRecord[] = onPhone,
): Map<string, Child> {
  const seen = new Map(children);
  for (const one of waiting) {
    const kind = kinds.find((record) => record.sends === one.kind);
    const before = seen.get(one.child ?? "");
    const after = kind ? before && made(before, kind, one, by) : CHANGES[one.kind]?.(before, one);
    if (after) seen.set(after.id, { ...after, unsent: true, refused: one.state === "refused" || !!before?.refused });
  }
  return seen;
}

type Change = (before: Child | undefined, one: Operation) => Child | undefined;

const CHANGES: Record<string, Change> = {
  "children.update": (before, one) => before && updated(before, one.payload.changes as Record<string, Values>),
  "children.confirm": (before, one) => before && { ...before, confirmed_on: day(one.made_at) },
  "children.leave": (before, one) => before && { ...before, exit: one.payload as unknown as ChildData["exit"] },
  "care.withdraw_visit": (before, one) => before && withoutVisit(before, one.payload.visit),
  "children.return": (before) => before && { ...before, exit: null },
  "children.end_category": (before, one) =>
    before && { ...before, categories: before.categories.filter((held) => held.id !== one.payload.category) },
  "children.register": (_before, one) => registered(one),
};

/** A record that this phone made stands first; what is shown of its maker is said of whoever holds the phone. */
function made(before: Child, kind: PhoneRecord, one: Operation, by: string): Child {
  const named = Object.fromEntries(
    kind.shows.filter(({ name }) => name.endsWith("_name")).map(({ name }) => [name, by]),
  );
  const item = { recorded_at: one.made_at, ...named, ...one.payload } as unknown as Item;
  const records = { ...before.records, [kind.feed]: [item, ...(before.records[kind.feed] ?? [])] };
  // What a visit answers is not asked again.
  const answered = new Set(((one.payload.answers ?? []) as { question: string }[]).map((given) => given.question));
  return { ...before, records, questions: before.questions.filter((question) => !answered.has(question.id)) };
}

function withoutVisit(before: Child, visit: unknown): Child {
  const visits = (before.records.visits ?? []).filter((one) => one.id !== visit);
  return { ...before, records: { ...before.records, visits } };
}

function updated(before: Child, changes: Record<string, Values>): Child {
  const groups = { ...before.groups };
  for (const [key, values] of Object.entries(changes)) groups[key] = { ...groups[key], ...values };
  return { ...before, groups, name: String(groups.child?.name ?? before.name) };
}

function registered(one: Operation): Child {
  const given = one.payload as { place: number; groups: Record<string, Values> };
  const self = given.groups.child ?? {};
  const on = day(one.made_at);
  const known = {
    name: String(self.name ?? ""),
    sex: String(self.sex ?? ""),
    birth_date: String(self.birth_date ?? on),
  };
  const none = { number: "", pinyin: "", risk: null, exit: null, categories: [], records: {}, questions: [], rev: 0 };
  return {
    ...none,
    ...known,
    id: one.child ?? "",
    place: given.place,
    registered_on: on,
    confirmed_on: on,
    groups: given.groups,
  };
}

/** Open duties without those whose discharging operation waits, and those of children who were said to have left. */
export function stillOwed(duties: Duty[], waiting: Operation[]): Duty[] {
  const done = new Set(waiting.flatMap((one) => (DISCHARGES[one.kind] ?? []).map((rule) => `${one.child} ${rule}`)));
  const said = new Set(waiting.map((one) => one.payload.subject));
  const left = new Set(waiting.filter((one) => one.kind === "children.leave").map((one) => one.child));
  return duties.filter(
    (duty) => !done.has(`${duty.child} ${duty.rule}`) && !said.has(duty.subject) && !left.has(duty.child ?? ""),
  );
}

/** Duties to show today: overdue and due within thirty days, nearest first. */
export function nearest(duties: Duty[], today: string): Duty[] {
  const until = addDays(today, 30);
  return duties
    .filter((duty) => duty.due <= until)
    .sort((a, b) => (a.due === b.due ? (a.id < b.id ? -1 : 1) : a.due < b.due ? -1 : 1));
}

/** Whether a duty is past its day, or its moment on it; as the server's hutong_overdue says it. */
export const isLate = (duty: Pick<Duty, "due" | "due_at">, today: string, now: number): boolean =>
  duty.due_at ? now >= Date.parse(duty.due_at) : duty.due < today;
