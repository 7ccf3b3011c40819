/** 2026-11 as offices say it: 2026年11月. */
export const spoken = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
