import { expect, test } from "vitest";
import { nowBy, stillTrue, toldAt } from "../src/phone/clock.ts";

const DAY = 86_400_000;

test("it is never earlier than the server last said", () => {
  const clock = toldAt(100 * DAY, 100 * DAY);
  expect(nowBy(clock, 97 * DAY)).toBe(100 * DAY);
  expect(nowBy(clock, 101 * DAY)).toBe(101 * DAY);
});

test("a clock that is days wrong counts by the server's, after a restart too", () => {
  const clock = stillTrue(toldAt(100 * DAY, 103 * DAY), 104 * DAY);
  expect(nowBy(clock, 104 * DAY)).toBe(101 * DAY);
});

test("one that was put right since is believed again", () => {
  const clock = stillTrue(toldAt(100 * DAY, 103 * DAY), 101 * DAY);
  expect(nowBy(clock, 101 * DAY)).toBe(101 * DAY);
});

test("minutes are no wrong clock", () => {
  expect(toldAt(100 * DAY, 100 * DAY + 60_000).ahead).toBe(0);
});
