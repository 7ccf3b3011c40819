import type { Child } from "../phone/shapes.ts";
import { visitsOf } from "../phone/shapes.ts";

export interface Did {
  day: string;
  child: Child;
}
export interface Month {
  visits: Did[];
  confirmed: Did[];
  opened: Did[];
}

/** What one person did in a month (2026-11), out of what lies on this phone: what waits counts as done. */
export function monthOf(children: Iterable<Child>, month: string, by: string): Month {
  const did: Month = { visits: [], confirmed: [], opened: [] };
  for (const child of children) {
    for (const visit of visitsOf(child))
      if (visit.on.startsWith(month) && visit.visitor_name === by) did.visits.push({ day: visit.on, child });
    if (child.confirmed_on?.startsWith(month)) did.confirmed.push({ day: child.confirmed_on, child });
    if (child.registered_on?.startsWith(month)) did.opened.push({ day: child.registered_on, child });
  }
  for (const list of Object.values(did)) list.sort((a: Did, b: Did) => b.day.localeCompare(a.day));
  return did;
}
