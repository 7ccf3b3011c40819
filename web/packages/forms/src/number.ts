const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** What a resident's number says of its holder (GB 11643-1999); null for what is no whole, right number. */
export function fromNumber(text: unknown): { birth_date: string; sex: "male" | "female" } | null {
  const number = String(text ?? "")
    .normalize("NFKC")
    .replace(/\s/g, "")
    .toUpperCase();
  if (!/^\d{17}[\dX]$/.test(number)) return null;
  const sum = WEIGHTS.reduce((whole, weight, at) => whole + weight * Number(number[at]), 0);
  if ("10X98765432"[sum % 11] !== number[17]) return null;
  const birth_date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const day = new Date(`${birth_date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== birth_date) return null;
  return { birth_date, sex: Number(number[16]) % 2 ? "male" : "female" };
}
