import type { Schema } from "@hutong/api";

/** Where a duty is fulfilled: a visit has its form, everything else of a child is in the file. */
export function actionOf(duty: Schema<"DutyItem">): string {
  if (!duty.child) return `/duties?clause=${duty.clause}&place=${duty.place.code}`;
  const open = duty.state !== "done" && duty.rule === "visit";
  return `/children/${duty.child.id}${open ? "/visit" : ""}`;
}
