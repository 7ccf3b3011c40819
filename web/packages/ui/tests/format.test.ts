import assert from "node:assert/strict";
import { test } from "vitest";
import { count, maskId, phone, total } from "../src/format.ts";

test("a mobile number is read in groups, masked or not; a landline stays as written", () => {
  assert.equal(phone("13800000000"), "138 0000 0000");
  assert.equal(phone("138****0000"), "138 **** 0000");
  assert.equal(phone("0433-5822110"), "0433-5822110");
  assert.equal(phone("+82 10 1234 5678"), "+82 10 1234 5678");
  assert.equal(phone(null), "");
});

test("an ID number keeps its first and last four", () => {
  assert.equal(maskId("22012220120601897X"), "2201••••••••••897X");
  assert.equal(maskId("2201**********8974"), "2201••••••••••8974");
});

test("counts have thousands; a count that stopped says so", () => {
  assert.equal(count(11860), "11,860");
  assert.equal(total({ count: 10000, capped: true }), "10,000+");
});
