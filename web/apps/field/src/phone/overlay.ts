import type { Operation, SyncRecord } from "@hutong/offline";
import type { Values } from "@hutong/forms";
import { addDays, day } from "@hutong/ui";
import type { Child, ChildData, Conflict, Duty, Visit } from "./shapes.ts";

/** Which duties about its child an operation will discharge once it is sent: kind of operation → rules. */
const DISCHARGES: Record<string, string[]> = {
  "care.record_visit": ["visit"],
  "children.confirm": ["file", "survey"],
};

/** Children with their visits, out of the records of the pull. */
export function childrenOf(records: Iterable<SyncRecord>): Map<string, Child> {
  const children = new Map<string, Child>();
  const visits = new Map<string, Visit[]>();
  for (const { type, id, place, data } of records) {
    if (type === "child") children.set(id, { ...(data as ChildData), id, place, visits: [] });
    if (type === "visits") visits.set(id, (data as { items: Visit[] }).items);
  }
  for (const [id, items] of visits) {
    const child = children.get(id);
    if (child) child.visits = items;
  }
  return children;
}

/** Fields that two people changed, for a person to decide. */
export function conflictsOf(records: Iterable<SyncRecord>): Conflict[] {
  return [...records]
    .filter((one) => one.type === "conflict")
    .map((one) => ({ ...(one.data as Conflict), id: one.id }));
}

/** What is seen while operations wait: the server's children with what was done here laid over them. */
export function withWaiting(children: Map<string, Child>, waiting: Operation[], by: string): Map<string, Child> {
  const seen = new Map(children);
  for (const one of waiting) {
    const after = CHANGES[one.kind]?.(seen.get(one.child ?? ""), one, by);
    if (after) seen.set(after.id, { ...after, unsent: true });
  }
  return seen;
}

type Change = (before: Child | undefined, one: Operation, by: string) => Child | undefined;

const CHANGES: Record<string, Change> = {
  "care.record_visit": (before, one, by) => before && { ...before, visits: [visitOf(one, by), ...before.visits] },
  "children.update": (before, one) => before && updated(before, one.payload.changes as Record<string, Values>),
  "children.confirm": (before, one) => before && { ...before, confirmed_on: day(one.made_at) },
  "children.leave": (before, one) => before && { ...before, exit: one.payload as unknown as ChildData["exit"] },
  "children.register": (_before, one) => registered(one),
};

function visitOf(one: Operation, by: string): Visit {
  return { ...(one.payload as unknown as Visit), visitor_name: by, recorded_at: one.made_at };
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
  const none = { number: "", pinyin: "", risk: null, exit: null, categories: [], visits: [], rev: 0 };
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
