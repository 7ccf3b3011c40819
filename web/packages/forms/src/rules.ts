import type { FieldSchema, FormSchema, RuleError, Values, When } from "./schema.ts";
import { shown } from "./fields.ts";

/** What can be refused without a look at the register; the server asks the same of the same form (hutong/records/rules.py). */
export function check(form: FormSchema, values: Values, today: string): RuleError[] {
  return [
    ...fields(form, values, today, form, values),
    ...(form["x-refuse"] ?? []).flatMap((rule) => refused(form, rule, values)),
  ];
}

/** A form not yet filled in: what usually stands there, today's day, no rows. */
export function blank(form: FormSchema, today: string): Values {
  const usual = (field: FieldSchema): unknown =>
    field["x-usual"] === "today" ? today : (field["x-usual"] ?? (field.type === "array" ? [] : null));
  return Object.fromEntries(Object.entries(form.properties).map(([name, field]) => [name, usual(field)]));
}

export function empty(given: unknown): boolean {
  if (typeof given === "string") return !given.trim();
  if (given === null || given === undefined) return true;
  return typeof given === "object" && Object.keys(given).length === 0;
}

function fields(form: FormSchema, values: Values, today: string, whole: FormSchema, around: Values): RuleError[] {
  const errors: RuleError[] = [];
  for (const [name, field] of Object.entries(form.properties)) {
    if (!shown(field, values)) continue;
    const given = values[name];
    if (empty(given)) {
      if (form.required?.includes(name)) errors.push({ field: name, message: `请填写${field.title}。` });
      continue;
    }
    const message = limit(form, whole, field, given, today, { ...around, ...values });
    if (message) errors.push({ field: name, message });
    const inner = field.items;
    if (inner?.properties)
      (given as Values[]).forEach((row, n) =>
        fields(inner as FormSchema, row, today, whole, values).forEach((one) =>
          errors.push({ field: `${name}.${n}.${one.field}`, message: one.message }),
        ),
      );
  }
  return errors;
}

function limit(
  form: FormSchema,
  whole: FormSchema,
  field: FieldSchema,
  given: unknown,
  today: string,
  values: Values,
): string {
  const { title } = field;
  if (field.type === "object") return "";
  if (typeof given === "string" && field.maxLength && [...given].length > field.maxLength)
    return `${title}太长，最多 ${field.maxLength} 个字。`;
  if (Array.isArray(given) && field.maxItems && given.length > field.maxItems)
    return `${title}太多，最多 ${field.maxItems} 项。`;
  const known = field.enum ?? field.items?.enum;
  const several: unknown[] = Array.isArray(given) ? given : [given];
  if (known && several.some((one) => !known.includes(one as string))) return `${title}里有不认识的项目。`;
  return day(form, whole, field, String(given), today, values);
}

function day(
  form: FormSchema,
  whole: FormSchema,
  field: FieldSchema,
  given: string,
  today: string,
  values: Values,
): string {
  for (const early of [true, false]) {
    const name = field[early ? "x-not-before" : "x-not-after"];
    const bound = name === "today" ? today : values[name ?? ""];
    if (!name || empty(bound) || (early ? given >= String(bound) : given <= String(bound))) continue;
    const other = name === "today" ? "今天" : (form.properties[name] ?? whole.properties[name])?.title;
    return `${field.title}不能${early ? "早于" : "晚于"}${other}。`;
  }
  return "";
}

type Rule = NonNullable<FormSchema["x-refuse"]>[number];

function refused(form: FormSchema, rule: Rule, values: Values): RuleError[] {
  if (!rule.each)
    return rule.when.every((when) => holds(when, values)) ? [{ field: rule.field, message: rule.sentence }] : [];
  const points = Object.entries(form.properties[rule.each]?.["x-labels"] ?? {});
  const at = (text: string, point: string): string => text.replace("{point}", point);
  return points
    .filter(([point]) => rule.when.every((when) => holds({ ...when, field: at(when.field, point) }, values)))
    .map(([point, label]) => ({ field: at(rule.field, point), message: at(rule.sentence, label) }));
}

function holds(when: When, values: Values): boolean {
  const [name = "", point] = when.field.split(".");
  const given = point ? (values[name] as Values | undefined)?.[point] : values[name];
  if (!when.in) return empty(given) === when.empty;
  const several = Array.isArray(given)
    ? given
    : given && typeof given === "object"
      ? Object.values(given)
      : [given ?? null];
  return several.some((one) => when.in!.includes(one));
}
