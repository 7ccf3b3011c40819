import type { Questions, VisitForm } from "./visit.ts";

/** Which words a visit is signed under. Other words are another version, and the old ones are never signed again. */
export const VISIT_WORDS = { template: "care.visit", version: 1 } as const;

type Asked = Omit<Questions, "last" | "to_ask">;

interface About {
  child: string;
  visitor: string;
  /** What the signer is told beside the record, such as that the duties of care were explained. */
  explained: string;
}

const among = (options: { value: string; label: string }[], value: string): string =>
  options.find((one) => one.value === value)?.label ?? "";

/** A visit as whoever signs it reads it, or hears it read: all that was written down, nothing else. */
export function visitWords(visit: VisitForm, asked: Asked, about: About): string {
  const lines: [string, string][] = [
    ["走访记录", about.child],
    ["走访日期", visit.on],
    ["走访方式", [among(asked.modes, visit.mode), visit.place_text.trim()].filter(Boolean).join("，")],
    ["见到的人", visit.seen.map((one) => among(asked.seen, one)).join("、")],
    ...asked.checklist.map(({ value, label }): [string, string] => [label, finding(visit, asked, value)]),
    ["孩子自己的话", visit.words.trim()],
    ["答应要做的事", [visit.next_steps.trim(), visit.next_on].filter(Boolean).join("，")],
    ["走访人", about.visitor],
  ];
  const said = lines.filter(([, value]) => value).map(([label, value]) => `${label}：${value}`);
  return [...said, about.explained].join("\n");
}

function finding(visit: VisitForm, asked: Asked, topic: string): string {
  const found = among(asked.findings, visit.findings[topic] ?? "");
  const note = visit.notes[topic]?.trim();
  return note ? `${found}（${note}）` : found;
}
