import { onPhone, type PhoneRecord, type Values } from "@hutong/forms";
import type { Attachment, Operation } from "@hutong/offline";
import { uuid7 } from "@hutong/ui";
import type { Duty } from "../phone/shapes.ts";

/** What an operation that the server sent back becomes again: a draft under the key of its page, and the way there. */
export interface Correction {
  key: string;
  draft: object;
  to: string;
}

/** Where an operation is corrected; null where nothing in it was written by a person. duties: those shown on the phone. */
export function correction(
  one: Operation,
  duties: readonly Duty[],
  kinds: readonly PhoneRecord[] = onPhone,
): Correction | null {
  const payload = Object.fromEntries(Object.entries(one.payload).filter(([name]) => name !== "child"));
  // Its id is another record's already: what is written now is one more.
  if (one.errors?.some((error) => error.field === "id")) payload.id = uuid7();
  const kind = kinds.find((record) => record.sends === one.kind);
  if (kind && !kind.ownPage)
    return {
      key: `record:${kind.feed}:${one.child}`,
      draft: payload,
      to: `/children/${one.child}/records/${kind.feed}`,
    };
  const duty = duties.find((shown) => shown.subject === one.payload.subject);
  if (duty) return { key: `duty-${duty.id}`, draft: { note: payload.note }, to: `/duties/${duty.id}` };
  return PAGES[one.kind]?.(one, payload) ?? null;
}

export const again = (parts: Attachment[]): Attachment[] => parts.map((part) => ({ ...part, sent: false }));

const PAGES: Record<string, (one: Operation, payload: Values) => Correction | null> = {
  "care.record_visit": (one, visit) => ({
    key: `visit:${one.child}`,
    draft: { visit, parts: again(one.attachments) },
    to: `/children/${one.child}/visit`,
  }),
  "children.register": (_one, file) => ({ key: "new-child", draft: file, to: "/children/new" }),
  "children.leave": (one, said) => ({
    key: `left:${one.child}`,
    draft: { ...said, parts: again(one.attachments) },
    to: `/children/${one.child}/left`,
  }),
  "children.update": (one, { changes }) => {
    // A page of the phone changes one group at a time.
    const [[group, values] = ["", {}]] = Object.entries(changes as Record<string, Values>);
    return { key: `change:${one.child}:${group}`, draft: values, to: `/children/${one.child}/change/${group}` };
  },
  "care.withdraw_visit": (one, { visit, reason }) => ({
    key: `withdraw:${visit}`,
    draft: { reason },
    to: `/children/${one.child}/visits/${visit}/withdraw`,
  }),
  "children.return": (one, said) => ({
    key: `return:${one.child}`,
    draft: { ...said, parts: again(one.attachments) },
    to: `/children/${one.child}/return`,
  }),
  "children.add_category": (one, { key, since, basis }) => ({
    key: `categories:${one.child}`,
    draft: { ends: "", key, on: since, why: basis ?? "", parts: again(one.attachments) },
    to: `/children/${one.child}/categories`,
  }),
  "children.end_category": (one, { category, on, reason }) => ({
    key: `categories:${one.child}`,
    draft: { ends: category, key: null, on, why: reason, parts: again(one.attachments) },
    to: `/children/${one.child}/categories`,
  }),
  "moves.ask": (one, { to, reason }) => ({
    key: `move:${one.child}`,
    draft: { township: Math.floor(Number(to) / 1000) * 1000, to, reason, parts: again(one.attachments) },
    to: `/children/${one.child}/move`,
  }),
  "duties.ask_waiver": (one, { duty, reason }) => ({
    key: `free-${duty}`,
    draft: { reason, parts: again(one.attachments) },
    to: `/duties/${duty}/free`,
  }),
  "feedback.send": (_one, said) => ({ key: "feedback", draft: said, to: "/mine/feedback" }),
};
