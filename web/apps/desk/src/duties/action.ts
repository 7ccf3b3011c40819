import type { Schema } from "@hutong/api";
import { said, t } from "../i18n.ts";

/** Where a duty is fulfilled: a visit has its form, some rules have a screen, everything else of a child is in the file. */
export function actionOf(duty: Schema<"DutyItem">): string {
  if (duty.where && duty.state !== "done") return duty.where;
  if (!duty.child) return `/duties?clause=${duty.clause}&place=${duty.place.code}`;
  const open = duty.state !== "done" && duty.rule === "visit";
  return `/children/${duty.child.id}${open ? "/visit" : ""}`;
}

/** What its button says. */
export function verbOf(duty: Schema<"DutyItem">): string {
  const key = `duties.verbs.${duty.rule}`;
  return said(key) ? t(key) : t("duties.go");
}
