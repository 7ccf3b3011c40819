import type { Schema } from "@hutong/api";
import { fieldsOf, type FormSchema, type Values } from "@hutong/forms";

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

/** Some fields of a form, in the order in which they are named. */
export function partOf(schema: FormSchema, names: string[]): FormSchema {
  const known = names.filter((name) => name in schema.properties);
  const properties = known.map((name, order) => [name, { ...schema.properties[name]!, "x-order": order }] as const);
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    required: schema.required?.filter((one) => known.includes(one)),
  };
}

/** The fields of a form that are not among some. */
export const othersOf = (schema: FormSchema, names: string[]): string[] =>
  fieldsOf(schema)
    .map((field) => field.name)
    .filter((name) => !names.includes(name));
