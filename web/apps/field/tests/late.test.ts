import { expect, test } from "vitest";
import { isLate } from "../src/phone/overlay.ts";

const NOW = Date.parse("2026-11-24T04:00:00Z");

test("a duty with a last day is late from the day after it", () => {
  expect(isLate({ due: "2026-11-24", due_at: null }, "2026-11-24", NOW)).toBe(false);
  expect(isLate({ due: "2026-11-23", due_at: null }, "2026-11-24", NOW)).toBe(true);
});

test("a duty with a moment is late from that moment, whatever the day", () => {
  expect(isLate({ due: "2026-11-24", due_at: "2026-11-24T04:00:01Z" }, "2026-11-24", NOW)).toBe(false);
  expect(isLate({ due: "2026-11-24", due_at: "2026-11-24T04:00:00Z" }, "2026-11-24", NOW)).toBe(true);
});
