const ZONE = "Asia/Shanghai";

/** A day as 2026-11-23 from an ISO day or moment; moments are shown as days in Asia/Shanghai. */
export function day(value: string | null | undefined): string {
  if (!value) return "";
  return value.length <= 10 ? value : moment(value).slice(0, 10);
}

/** A moment as 2026-11-23 09:05, in Asia/Shanghai whatever the computer's clock is set to. */
export function moment(value: string | null | undefined): string {
  if (!value) return "";
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: ZONE,
    dateStyle: "short",
    timeStyle: "short",
  });
  return parts.format(new Date(value));
}

/** Whole days from one ISO day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The ISO day `days` after `from`. */
export function addDays(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Age in completed years on a day; someone born on 29 February turns older on 1 March of common years. */
export function age(birth: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
