import { shallowRef, type App } from "vue";

/** What the whole program has to say, above every screen: a newer version waits; something that was tapped did not go. */
export const newer = shallowRef(false);
export const failed = shallowRef(false);

/** Keeps the program for the days without signal; a new version takes over at the next start, and says that it waits. */
export async function keepProgram(address: string, scope: string): Promise<void> {
  const there = await navigator.serviceWorker?.register(address, { scope }).catch(() => null);
  if (!there) return;
  if (there.waiting) newer.value = true;
  there.addEventListener("updatefound", () => {
    const fresh = there.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && navigator.serviceWorker.controller) newer.value = true;
    });
  });
}

/** What was tapped and failed says so, whatever it was: a full disk, a store that another window deleted. */
export function tellFailures(app: App): void {
  app.config.errorHandler = (error) => {
    console.error(error);
    failed.value = true;
  };
}
