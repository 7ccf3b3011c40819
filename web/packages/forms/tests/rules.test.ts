import { describe, expect, it } from "vitest";
import { blank, check, records } from "../src/index.ts";
import type { FormSchema, Values } from "../src/index.ts";
import cases from "./cases.json" with { type: "json" };

interface Case {
  form: keyof typeof records;
  today: string;
  values: Values;
  errors: Record<string, string>;
}

describe("what can be refused without the register", () => {
  // The server is held to the same cases: hutong/records/tests/test_rules.py.
  it.each(cases as unknown as Case[])("$form $errors", ({ form, today, values, errors }) => {
    const told = check(records[form], values, today).map((one) => [one.field, one.message]);
    expect(Object.fromEntries(told)).toEqual(errors);
  });

  it("begins with what is usual", () => {
    expect(blank(records.KeyCheckIn as FormSchema, "2026-11-23")).toEqual({
      on: "2026-11-23",
      mode: "home",
      found: null,
      problems: [],
    });
  });
});
