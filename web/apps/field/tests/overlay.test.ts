import type { Operation } from "@hutong/offline";
import { expect, test } from "vitest";
import { laidOver, nearest, stillOwed, withWaiting } from "../src/phone/overlay.ts";
import { visitsOf, type Child, type Duty } from "../src/phone/shapes.ts";

const CHILD = {
  id: "c1",
  name: "郭宇志",
  rev: 3,
  records: {},
  questions: [],
  groups: { child: { name: "郭宇志" } },
} as unknown as Child;

function duty(id: string, more: Partial<Duty> = {}): Duty {
  return { id, clause: "A3-4", rule: "visit", subject: "c1", child: "c1", due: "2026-11-24", ...more } as Duty;
}

function waiting(kind: string, more: Partial<Operation> = {}): Operation {
  return { id: kind, kind, child: "c1", payload: {}, made_at: "2026-11-20T02:00:00Z", ...more } as Operation;
}

const ids = (duties: Duty[]) => duties.map((one) => one.id);

test("a visit that waits discharges the child's visits, and no other duty and no other child", () => {
  const owed = [
    duty("visit"),
    duty("file", { clause: "A3-2", rule: "file" }),
    duty("other", { child: "c2", subject: "c2" }),
  ];
  expect(ids(stillOwed(owed, [waiting("care.record_visit")]))).toEqual(["file", "other"]);
  expect(ids(stillOwed(owed, [waiting("children.confirm")]))).toEqual(["visit", "other"]);
  expect(ids(stillOwed(owed, [waiting("children.update")]))).toEqual(["visit", "file", "other"]);
});

test("a new child that the server refused is still there, marked to be corrected, with what waits of it", () => {
  const payload = { id: "n", place: 1, groups: { child: { name: "刘小花", sex: "female", birth_date: "2019-05-06" } } };
  const line = [
    waiting("children.register", { child: "n", payload, state: "refused" }),
    waiting("care.record_visit", { child: "n", payload: { id: "v" }, state: "waiting" }),
    waiting("children.confirm", { child: "c1", state: "refused" }),
  ];
  const seen = withWaiting(new Map([["c1", CHILD]]), laidOver(line), "王秀兰");
  expect(seen.get("n")).toMatchObject({ name: "刘小花", refused: true, unsent: true });
  expect(visitsOf(seen.get("n")!)).toHaveLength(1);
  expect(seen.get("c1")!.unsent).toBeUndefined();
});

test("what a visit that waits answers is not asked again", () => {
  const asked = [
    { id: "q1", text: "社保卡办好了吗", answers: ["是", "否", "不清楚"] },
    { id: "q2", text: "书包收到了吗", answers: ["是", "否", "不清楚"] },
  ];
  const before = new Map([["c1", { ...CHILD, questions: asked }]]);
  const sent = waiting("care.record_visit", { payload: { answers: [{ question: "q1", answer: "是", note: "" }] } });
  expect(withWaiting(before, [sent], "王秀兰").get("c1")?.questions).toEqual([asked[1]]);
});

test("of a child who was said to have left nothing is owed here", () => {
  expect(
    stillOwed([duty("visit"), duty("file", { clause: "A3-2", rule: "file" })], [waiting("children.leave")]),
  ).toEqual([]);
});

test("a problem that a key check found stays to be put right, though a visit of the same clause waits", () => {
  const owed = [duty("visit"), duty("problem", { rule: "check_problem", subject: "k1" })];
  expect(ids(stillOwed(owed, [waiting("care.record_visit")]))).toEqual(["problem"]);
  const told = waiting("care.fix_problem", { child: null, payload: { subject: "k1" } });
  expect(ids(stillOwed(owed, [told]))).toEqual(["visit"]);
});

test("a duty that a sentence answers is gone as soon as the sentence is written", () => {
  const owed = [
    duty("a", { clause: "A2-3", subject: "k1", child: null }),
    duty("b", { clause: "A2-3", subject: "k2", child: null }),
  ];
  const told = waiting("duties.say", { child: null, payload: { subject: "k1" } });
  expect(ids(stillOwed(owed, [told]))).toEqual(["b"]);
});

test("an operation that was taken back leaves the duty as it was", () => {
  expect(ids(stillOwed([duty("visit")], []))).toEqual(["visit"]);
});

test("today shows what is overdue and what falls due within thirty days, nearest first", () => {
  const owed = [
    duty("later", { due: "2026-12-21" }),
    duty("b", { due: "2026-12-20" }),
    duty("late", { due: "2026-10-01" }),
    duty("a", { due: "2026-12-20" }),
  ];
  expect(ids(nearest(owed, "2026-11-20"))).toEqual(["late", "a", "b"]);
});

test("what was written here stands on the child's page until the server has it, marked as not yet sent", () => {
  const children = new Map([["c1", CHILD]]);
  const visit = waiting("care.record_visit", { payload: { on: "2026-11-20", words: "想妈妈" } });
  const named = waiting("children.update", { payload: { changes: { child: { name: "郭宇智" } } } });
  const seen = withWaiting(children, [visit, named], "王秀兰").get("c1")!;
  expect(seen).toMatchObject({ name: "郭宇智", unsent: true, rev: 3 });
  expect(visitsOf(seen)[0]).toMatchObject({ words: "想妈妈", visitor_name: "王秀兰" });
  expect(children.get("c1")).toBe(CHILD);
  expect(CHILD.records).toEqual({});
});

test("of a child who is not on this phone any more nothing is shown", () => {
  expect(withWaiting(new Map(), [waiting("care.record_visit")], "王秀兰").size).toBe(0);
});
