/** Looks and words that every app shares: formats for dates, numbers, phones and ID numbers. */
export * from "./format.ts";
export * from "./days.ts";
export { uuid7 } from "./uuid7.ts";
