import { fieldsOf, onPhone, records, textOf, type FormSchema, type Recorded, type Values } from "@hutong/forms";
import type { Operation } from "@hutong/offline";
import type { Forms, VisitQuestions } from "../phone/shapes.ts";

/** What the phone knows of the questions that were asked. */
export interface Asked {
  forms: Forms | null;
  visit: VisitQuestions | null;
}

export interface Line {
  title: string;
  text: string;
}

/** What somebody wrote in an operation, in the words of its form. */
export function saidIn(one: Operation, asked: Asked): Line[] {
  const kind = onPhone.find((record) => record.sends === one.kind);
  const form = kind && records[kind.form as Recorded];
  const lines = form ? linesOf(form, one.payload) : (SAID[one.kind]?.(one.payload, asked) ?? noted(one.payload));
  return [...lines, ...answersOf(one.payload)].filter((line) => line.text);
}

function linesOf(form: FormSchema, values: Values): Line[] {
  return fieldsOf(form).map((field) => ({ title: field.title, text: points(field, values[field.name]) }));
}

/** Answers to labelled points, each with its point; anything else as people read it. */
function points(field: ReturnType<typeof fieldsOf>[number], value: unknown): string {
  if (!value || typeof value !== "object" || Array.isArray(value)) return textOf(field, value);
  return Object.entries(value as Record<string, string>)
    .map(([point, said]) => `${field["x-labels"]?.[point] ?? ""}：${field["x-answers"]?.[said] ?? said}`)
    .join("；");
}

function answersOf(values: Values): Line[] {
  const given = (values.answers ?? []) as { answer: string; note: string }[];
  return given.map(({ answer, note }) => ({ title: "", text: [answer, note].filter(Boolean).join("，") }));
}

const noted = (values: Values): Line[] => [
  { title: "", text: String(values.note ?? values.text ?? values.reason ?? values.basis ?? "") },
];

function ofGroups(groups: Record<string, Values>, forms: Forms | null): Line[] {
  return (forms?.groups ?? []).flatMap((group) => {
    const values = groups[group.key];
    return values ? linesOf(group.form, values) : [];
  });
}

const SAID: Record<string, (values: Values, asked: Asked) => Line[]> = {
  "children.update": (values, { forms }) => ofGroups(values.changes as Record<string, Values>, forms),
  "children.register": (values, { forms }) => ofGroups(values.groups as Record<string, Values>, forms),
  "children.leave": (values, { forms }) => [
    { title: "", text: forms?.labels.exit_reasons[String(values.reason)] ?? "" },
    { title: "", text: [values.on, values.note].filter(Boolean).join("，") },
  ],
};
