import assert from "node:assert/strict";
import { test } from "vitest";
import { addDays, age, day, daysBetween, moment } from "../src/days.ts";

test("moments are shown in Asia/Shanghai, whatever the computer says", () => {
  assert.equal(moment("2026-11-22T17:05:00Z"), "2026-11-23 01:05");
  assert.equal(day("2026-11-22T17:05:00Z"), "2026-11-23");
  assert.equal(day("2026-11-22"), "2026-11-22");
});

test("a child turns older on the birthday, on 1 March when born on 29 February", () => {
  assert.equal(age("2010-11-23", "2026-11-22"), 15);
  assert.equal(age("2010-11-23", "2026-11-23"), 16);
  assert.equal(age("2012-02-29", "2026-02-28"), 13);
  assert.equal(age("2012-02-29", "2026-03-01"), 14);
});

test("days are counted across months and leap days", () => {
  assert.equal(daysBetween("2028-02-28", "2028-03-01"), 2);
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
});
