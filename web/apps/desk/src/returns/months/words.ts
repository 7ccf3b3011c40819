const WORDS = new Intl.DateTimeFormat("zh-CN", { year: "numeric", month: "long", timeZone: "UTC" });

/** A month (2026-11) as offices say it. */
export const spoken = (month: string): string => WORDS.format(new Date(`${month}-01`));
