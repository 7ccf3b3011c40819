import { t } from "../i18n.ts";

/** What stands in a text box instead of words that were spoken: voice counts as words. */
export const spokenFor = (text: string | null | undefined): string => text?.trim() || t("visit.spoken");

/** The same without it, once no recording is left. */
export const unspoken = (text: string): string => (text.trim() === t("visit.spoken") ? "" : text);
