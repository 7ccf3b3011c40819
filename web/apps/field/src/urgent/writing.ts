import type { Medium } from "@hutong/offline";
import { onBeforeUnmount, onMounted, ref, watch } from "vue";
import { house, isOpen, opened } from "../phone/house.ts";

/** A report that is being written. */
export interface Written {
  called: "yes" | "no" | null;
  words: string;
  child: string;
  media: Medium[];
}

const DRAFT = "urgent";
const SOON = 400;
const blank = (): Written => ({ called: null, words: "", child: "", media: [] });
/** In memory while the program runs, whatever screen is open; an unlocked phone keeps it sealed as well. */
export const written = ref(blank());
/** Whether what the open store keeps is part of it already. */
let joined = false;

// Locked, the phone shows nobody what its owner was writing; it lies sealed until the PIN.
watch(
  () => house.unlocked,
  (open) => {
    if (!open) {
      joined = false;
      written.value = blank();
    }
  },
  { flush: "sync" },
);

/** What was written on a locked phone goes once it has lain about for long: it may be in other hands. */
export function forgetWritten(): void {
  if (!isOpen()) written.value = blank();
}

/** Nothing is being written any more: it was sent, or is kept as a report. */
export async function wrote(): Promise<void> {
  written.value = blank();
  if (isOpen()) await opened().vault.remove("drafts", [DRAFT]);
}

const said = (one: Written): boolean => !!(one.words || one.child || one.media.length);

/** Keeps what is being written while its screen is open, and brings back what was kept. */
export function useWritten(): void {
  let timer = 0;
  const stop = watch(
    written,
    () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void keep(), SOON);
    },
    { deep: true },
  );
  onMounted(join);
  document.addEventListener("visibilitychange", keep);
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", keep);
    return keep();
  });
}

async function join(): Promise<void> {
  if (joined || !isOpen()) return;
  joined = true;
  const kept = await opened().vault.get<Written>("drafts", DRAFT);
  if (!kept) return;
  const { called, words, child, media } = written.value;
  const both = (one: string, other: string): string => [one, other].filter(Boolean).join("\n");
  written.value = {
    called: called ?? kept.called,
    words: both(kept.words, words),
    child: child || kept.child,
    media: [...kept.media, ...media],
  };
}

async function keep(): Promise<void> {
  if (!isOpen() || !said(written.value)) return;
  // A full disk keeps nothing, and stops nobody from reporting.
  await opened()
    .vault.put("drafts", [[DRAFT, JSON.parse(JSON.stringify(written.value))]])
    .catch(() => undefined);
}
