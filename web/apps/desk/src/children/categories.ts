import type { Schema } from "@hutong/api";

/** Whether a category is held on a day; its end may be known long before, as the birthday that the law names. */
export function heldOn(category: Schema<"CategoryOut">, today: string): boolean {
  return category.since <= today && (!category.until || category.until > today);
}
