import type { Schema } from "@hutong/api";
import { uuid7 } from "@hutong/ui";

type Sent = Schema<"VisitSent">;

/** A visit being filled in; "" and null mean not said. */
export type VisitForm = Required<Omit<Sent, "mode">> & { id: string; mode: Sent["mode"] | "" };
export type Questions = Schema<"VisitForm">;
type Risk = VisitForm["risk"];

/** A visit not yet filled in; its id is made here, so that sending it twice makes one visit. */
export function blankVisit(today: string): VisitForm {
  return {
    id: uuid7(),
    on: today,
    mode: "",
    place_text: "",
    seen: [],
    spoke_alone: null,
    words: "",
    words_by: "",
    no_change: false,
    findings: {},
    notes: {},
    risk: "",
    risk_reasons: "",
    next_steps: "",
    next_on: null,
    answers: [],
  };
}

/** "Nothing changed" is one tap: every point of the checklist normal, the risk left as it was. */
export function nothingChanged(form: VisitForm, topics: string[]): VisitForm {
  const findings = Object.fromEntries(topics.map((topic) => [topic, "normal" as const]));
  return { ...form, no_change: true, findings, notes: {}, risk: "", risk_reasons: "" };
}

/** A risk above low is said with its reasons. */
export const needsReasons = (risk: Risk): boolean => risk === "high" || risk === "medium";

/** What is to be asked, with the answer so far; answering takes one tap, a note is possible. */
export type ToAsk = Schema<"ToAsk">;
export type Answer = VisitForm["answers"][number];
export const answerTo = (form: VisitForm, question: ToAsk): Answer | undefined =>
  form.answers.find((one) => one.question === question.id);

export function answered(form: VisitForm, question: ToAsk, answer: string, note = ""): Answer[] {
  const given = { question: question.id, answer, note };
  return [...form.answers.filter((one) => one.question !== question.id), given];
}

/** A problem was ticked and nothing says which. */
export function unexplained(form: VisitForm, topic: string): boolean {
  return form.findings[topic] === "problem" && !form.notes[topic]?.trim();
}

/** What is still missing, as keys under care.missing; empty when the visit can be saved. */
export function missingOf(form: VisitForm, topics: string[]): string[] {
  const lacking: [string, boolean][] = [
    ["on", !form.on],
    ["mode", !form.mode],
    ["seen", !form.seen.length],
    ["findings", topics.some((topic) => !form.findings[topic])],
    ["notes", topics.some((topic) => unexplained(form, topic))],
    ["risk_reasons", needsReasons(form.risk) && !form.risk_reasons.trim()],
  ];
  return lacking.filter(([, lacks]) => lacks).map(([key]) => key);
}
