import { api, ok } from "@hutong/api";
import { defineStore } from "pinia";
import { computed } from "vue";
import { useRoute } from "vue-router";
import { useSession } from "../accounts/session.ts";
import { t } from "../i18n.ts";
import { useLoad } from "../shared/load.ts";
import { entryAt, MENU, partOf, type Entry } from "./menu.ts";

export interface Area {
  key: string;
  entries: Entry[];
  count: number;
}

export const titleOf = (entry: Entry): string => t(entry.title ?? `frame.entries.${entry.key}`);

/** The areas that are open to whoever is signed in, where this page stands among them, and how much waits in each. */
export const useAreas = defineStore("areas", () => {
  const session = useSession();
  const route = useRoute();
  // Asked with each page, as the bell is: a clock that asks would keep a session open.
  const loaded = useLoad(
    () => (session.me?.acting ? ok(api.GET("/api/v1/waits")) : null),
    [() => route.path, () => session.me?.acting?.role],
  );
  const waits = computed(() => new Map(loaded.data.value?.items.map((one) => [one.to, one.count])));
  const countOf = (entry: Entry): number => waits.value.get(entry.to) ?? 0;
  const allowed = (entry: Entry): boolean => !entry.permission || session.can(entry.permission);

  const areas = computed<Area[]>(() =>
    MENU.map((part) => {
      const entries = part.entries.filter(allowed);
      const inside = entries.reduce((sum, one) => sum + countOf(one), 0);
      // Today is everything that waits, wherever it is done.
      return { key: part.key, entries, count: part.key === "today" ? (loaded.data.value?.total ?? 0) : inside };
    }).filter((area) => area.entries.length > 0),
  );
  const entry = computed(() => entryAt(route.path));
  const here = computed(() => areas.value.find((area) => area.key === partOf(entry.value)?.key));
  const entries = computed(() => areas.value.flatMap((area) => area.entries));
  return { areas, entry, here, entries, countOf, reload: loaded.reload };
});
