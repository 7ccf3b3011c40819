/** 13800000000 → 138 0000 0000; a masked mobile (138****0000) is grouped alike, anything else stays as written. */
export function phone(value: string | null | undefined): string {
  if (!value) return "";
  const compact = value.replace(/[\s-]/g, "");
  return /^1[\d*•]{10}$/.test(compact) ? `${compact.slice(0, 3)} ${compact.slice(3, 7)} ${compact.slice(7)}` : value;
}

/** 220122201206018974 → 2201••••••••••8974; an already masked number gets the same dots. */
export function maskId(value: string | null | undefined): string {
  if (!value) return "";
  if (/[*•]/.test(value)) return value.replace(/\*/g, "•");
  return value.length <= 8 ? value : value.slice(0, 4) + "•".repeat(value.length - 8) + value.slice(-4);
}

/** 12345 → 12,345. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A total that was counted to the end, or "10,000+" where counting stopped. */
export function total(value: { count: number; capped: boolean }): string {
  return count(value.count) + (value.capped ? "+" : "");
}
