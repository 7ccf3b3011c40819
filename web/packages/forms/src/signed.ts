import type { Questions, ToAsk, VisitForm } from "./visit.ts";

/** Which words a visit is signed under. Other words are another version, and the old ones are never signed again. */
export const VISIT_WORDS = { template: "care.visit", version: 2 } as const;

type Asked = Omit<Questions, "last" | "to_ask">;

interface About {
  child: string;
  visitor: string;
  /** What the signer is told beside the record, such as that the duties of care were explained. */
  explained: string;
  /** What offices asked; the answers are among the words. */
  asked: ToAsk[];
}

const among = (options: { value: string; label: string }[], value: string): string =>
  options.find((one) => one.value === value)?.label ?? "";

/**
 * A visit as whoever signs it reads it, or hears it read: what was written down, answers to what offices asked among it.
 * Not what the child said for itself, nor its risk: whoever signs may be whom that is about.
 */
export function visitWords(visit: VisitForm, asked: Asked, about: About): string {
  const lines: [string, string][] = [
    ["走访记录", about.child],
    ["走访日期", visit.on],
    ["走访方式", [among(asked.modes, visit.mode), visit.place_text.trim()].filter(Boolean).join("，")],
    ["见到的人", visit.seen.map((one) => among(asked.seen, one)).join("、")],
    ...asked.checklist.map(({ value, label }): [string, string] => [label, finding(visit, asked, value)]),
    ...visit.answers.map((one): [string, string] => [asking(one.question, about.asked), noted(one.answer, one.note)]),
    ["答应要做的事", [visit.next_steps.trim(), visit.next_on].filter(Boolean).join("，")],
    ["走访人", about.visitor],
  ];
  const said = lines.filter(([, value]) => value).map(([label, value]) => `${label}：${value}`);
  return [...said, about.explained].join("\n");
}

const finding = (visit: VisitForm, asked: Asked, topic: string): string =>
  noted(among(asked.findings, visit.findings[topic] ?? ""), visit.notes[topic]);

/** A question that was withdrawn while the visit was written is still answered. */
const asking = (id: string, asked: ToAsk[]): string => asked.find((one) => one.id === id)?.text ?? "另外问到的事";

const noted = (said: string, note?: string): string => (note?.trim() ? `${said}（${note.trim()}）` : said);
