import type { Field, FieldSchema, FormSchema, Values, Widget } from "./schema.ts";

const LONG_TEXT = 200;

function hasType(schema: FieldSchema, type: string): boolean {
  return schema.type === type || (Array.isArray(schema.type) && schema.type.includes(type));
}

/** How a property is filled in. */
export function widgetOf(schema: FieldSchema): Widget {
  if (schema.items?.properties) return "rows";
  if (hasType(schema, "array")) return "choices";
  if (schema.enum) return "choice";
  if (hasType(schema, "boolean")) return "yesno";
  if (schema.format === "date") return "date";
  if (hasType(schema, "integer") || hasType(schema, "number")) return "number";
  return schema.format === "text" || (schema.maxLength ?? 0) > LONG_TEXT ? "paragraph" : "text";
}

/** The form's fields in their order on the paper. */
export function fieldsOf(schema: FormSchema): Field[] {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties).map(([name, property]) => ({
    ...property,
    name,
    required: required.has(name),
    widget: widgetOf(property),
  }));
  return fields.sort((a, b) => (a["x-order"] ?? 0) - (b["x-order"] ?? 0));
}

/** Whether a field is asked, given what the others say. */
export function shown(field: FieldSchema, values: Values): boolean {
  const condition = field["x-show-if"];
  return !condition || condition.in.includes(values[condition.field] ?? null);
}

/** A value as people read it; "" when it was not collected. */
export function textOf(field: FieldSchema, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map((one) => textOf(field, one)).join("、");
  return field["x-labels"]?.[String(value)] ?? String(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** The fields that differ; what was emptied is null, which the server keeps as "not collected". */
export function changedValues(before: Values, after: Values): Values {
  const changes: Values = {};
  for (const [name, value] of Object.entries(after)) {
    const now = value === "" ? null : value;
    if (!same(before[name] === "" ? null : before[name], now)) changes[name] = now ?? null;
  }
  return changes;
}
