/** Values of the file that screens offer as choices; their labels are in the locale file under children.*. */
export const CATEGORIES = [
  "left_behind",
  "distressed",
  "orphan",
  "orphan_scattered",
  "de_facto_unsupported",
  "floating",
  "severe_illness_disability",
  "street",
  "out_of_school",
  "unregistered",
  "poor_family",
  "poor_guardianship",
] as const;
export type Category = (typeof CATEGORIES)[number];
export const RISKS = ["high", "medium", "low"] as const;
export const SEXES = ["male", "female"] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];
export const EXIT_REASONS = ["adult", "returned", "improved", "adopted", "moved", "death", "mistake"] as const;
