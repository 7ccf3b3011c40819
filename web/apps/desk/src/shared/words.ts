import { reactive } from "vue";

/**
 * What was searched for on each page of this tab's history. In memory only: an address is kept by the browser, the proxy and
 * whoever is sent a link, and may not hold a child's name or number. Back and forward bring the words back, a reload does not.
 */
const typed = reactive(new Map<number, string>());
const position = (): number => Number((history.state as { position?: number } | null)?.position ?? 0);

export const wordsHere = (): string => typed.get(position()) ?? "";

export function putWords(words: string): void {
  if (words) typed.set(position(), words);
  else typed.delete(position());
}

/** When the session ends. */
export function forgetWords(): void {
  typed.clear();
}
