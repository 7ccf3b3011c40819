import { expect, it } from "vitest";
import { checkGroup, type FormSchema, type Values } from "../src/index.ts";
import cases from "./file-cases.json" with { type: "json" };
import groups from "./groups.json" with { type: "json" };

interface Case {
  today: string;
  groups: Record<string, Values>;
  errors: Record<string, string>;
}

// The server is held to the same cases, and to the same groups: hutong/children/tests/test_file_cases.py.
it.each(cases as unknown as Case[])("a new file: $errors", ({ today, groups: given, errors }) => {
  const told = (groups as unknown as { key: string; form: FormSchema }[]).flatMap((group) =>
    given[group.key]
      ? checkGroup(group, given[group.key]!, today).map((one) => [`${group.key}.${one.field}`, one.message])
      : [],
  );
  expect(Object.fromEntries(told)).toEqual(errors);
});
