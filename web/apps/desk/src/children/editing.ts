import type { Schema } from "@hutong/api";
import type { FormSchema, Values } from "@hutong/forms";

/** A group's form as the server describes it. */
export function formOf(group: Schema<"GroupOut">): FormSchema {
  return group.form as unknown as FormSchema;
}

/** What an edit starts from: masked values start empty, for dots must never be sent back as a number. */
export function startValues(schema: FormSchema, values: Values): Values {
  const entries = Object.entries(schema.properties).map(([name, field]) => [
    name,
    field["x-masked"] ? "" : (values[name] ?? null),
  ]);
  return Object.fromEntries(entries) as Values;
}
