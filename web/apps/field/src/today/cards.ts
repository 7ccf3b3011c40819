import type { Conflict, Duty } from "../phone/shapes.ts";

/**
 * What a card of a duty shows. what: the key of an everyday sentence, or "" where the duty's own words are shown; do: the key of
 * its button, or "" for its title; to: where it is done, or null where that is on the card itself.
 */
export interface Card {
  what: string;
  do: string;
  to: string | null;
  conflict: Conflict | null;
}

const USUAL: Record<string, (duty: Duty) => string> = {
  visit: (duty) => `/children/${duty.child}/visit`,
  file: (duty) => `/children/${duty.child}`,
};

const KNOWN = ["survey", "survey_village", "check_problem", "task"];

/** By the rule that owes it, never by the clause under which it stands: one clause has several. */
export function cardOf(duty: Duty, conflicts: readonly Conflict[]): Card {
  const conflict = duty.rule === "conflict" ? (conflicts.find((one) => one.id === duty.subject) ?? null) : null;
  if (duty.rule === "conflict") return { what: "", do: "conflict", to: conflict ? null : "/mine/unsent", conflict };
  if (duty.sentence)
    return { what: "", do: KNOWN.includes(duty.rule) ? duty.rule : "sentence", to: `/duties/${duty.id}`, conflict };
  const to = duty.child ? (USUAL[duty.rule] ?? USUAL.file!)(duty) : null;
  const usual = duty.rule in USUAL;
  return { what: usual ? duty.rule : "", do: usual || KNOWN.includes(duty.rule) ? duty.rule : "", to, conflict };
}
