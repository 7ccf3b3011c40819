import assert from "node:assert/strict";
import { test } from "vitest";
import { uuid7 } from "../src/uuid7.ts";

test("ids are UUIDv7 and sort by time", () => {
  const early = uuid7(1_700_000_000_000);
  const late = uuid7(1_700_000_000_001);
  assert.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(early < late);
});
