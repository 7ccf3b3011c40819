import { expect, test } from "vitest";
import type { Child } from "../src/phone/shapes.ts";
import { monthOf } from "../src/mine/month.ts";

const child = (id: string, more: object): Child =>
  ({ id, records: {}, confirmed_on: "", registered_on: "", ...more }) as never;

test("a month holds one's own visits, what was gone through and what was opened, the newest first", () => {
  const visits = [
    { on: "2026-11-20", visitor_name: "王秀兰" },
    { on: "2026-11-03", visitor_name: "赵明" },
    { on: "2026-10-30", visitor_name: "王秀兰" },
  ];
  const did = monthOf(
    [
      child("a", { records: { visits }, confirmed_on: "2026-11-02" }),
      child("b", { records: { visits: [{ on: "2026-11-21", visitor_name: "王秀兰" }] }, registered_on: "2026-11-01" }),
    ],
    "2026-11",
    "王秀兰",
  );
  expect(did.visits.map((one) => [one.day, one.child.id])).toEqual([
    ["2026-11-21", "b"],
    ["2026-11-20", "a"],
  ]);
  expect(did.confirmed).toHaveLength(1);
  expect(did.opened.map((one) => one.child.id)).toEqual(["b"]);
});
