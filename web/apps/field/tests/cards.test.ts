import { expect, test } from "vitest";
import type { Conflict, Duty } from "../src/phone/shapes.ts";
import { cardOf } from "../src/today/cards.ts";
import texts from "../src/locales/zh-CN/today.json" with { type: "json" };

const duty = (rule: string, more: Partial<Duty> = {}): Duty =>
  ({
    id: "d1",
    rule,
    clause: "A3-2",
    subject: "s1",
    child: "c1",
    title: "题",
    why: "为什么",
    sentence: "",
    ...more,
  }) as Duty;
const conflict = { id: "s1", child: "c1", label: "联系电话" } as Conflict;

test("each rule under one clause leads to where it is done", () => {
  const ways = {
    visit: "/children/c1/visit",
    file: "/children/c1",
    survey: "/children/c1",
    conflict: "/mine/unsent",
  };
  for (const [rule, to] of Object.entries(ways)) expect(cardOf(duty(rule), []).to, rule).toBe(to);
  for (const rule of ["check_problem", "survey_village", "task", "one of tomorrow's"])
    expect(cardOf(duty(rule, { sentence: "x.y" }), []).to, rule).toBe("/duties/d1");
});

test("a conflict is decided on its card", () => {
  expect(cardOf(duty("conflict"), [conflict])).toMatchObject({ to: null, conflict });
});

test("what is owed is said in its own words, but for the two everyday ones", () => {
  expect(cardOf(duty("visit"), []).what).toBe("visit");
  for (const rule of ["survey", "check_problem", "conflict", "task", "another"])
    expect(cardOf(duty(rule), []).what, rule).toBe("");
});

test("every card has a text on its button", () => {
  for (const rule of ["visit", "file", "survey", "survey_village", "check_problem", "conflict", "task"]) {
    const { do: key } = cardOf(duty(rule, { sentence: "x" }), []);
    expect(texts.do).toHaveProperty(key);
  }
});
