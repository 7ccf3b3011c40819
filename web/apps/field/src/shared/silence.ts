import { nextTick } from "vue";

/** Nothing that is tapped stays silent: the first thing that is missing or wrong comes into sight. */
export async function showFirst(): Promise<void> {
  await nextTick();
  document.querySelector("main [role=alert]")?.scrollIntoView?.({ block: "center" });
}
