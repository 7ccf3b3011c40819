import { fieldsOf, shown } from "./fields.ts";
import type { FormSchema, Values } from "./schema.ts";

/** Names of required fields that are shown and empty. All other rules are the server's. */
export function missing(schema: FormSchema, values: Values): string[] {
  return fieldsOf(schema)
    .filter((field) => field.required && shown(field, values))
    .filter((field) => [null, undefined, ""].includes(values[field.name] as null))
    .map((field) => field.name);
}
