import type { paths } from "@hutong/api";
import { computed } from "vue";
import { useRoute, useRouter, type LocationQuery } from "vue-router";
import { putWords, wordsHere } from "../shared/words.ts";

/** The filters of the children's list; they live in the address, so that a list can be sent and saved: all but the words. */
export type Filters = Omit<Asked, "place" | "after" | "limit"> & { q?: string };

type Asked = NonNullable<paths["/api/v1/children"]["get"]["parameters"]["query"]>;
const KEYS = ["q", "category", "risk", "sex", "age_from", "age_to", "state", "overdue", "sort"] as const;

function read(query: LocationQuery): Filters {
  const text = (key: string) => (query[key] ? String(query[key]) : undefined);
  const number = (key: string) => (text(key) === undefined ? undefined : Number(text(key)));
  return {
    q: wordsHere() || undefined,
    category: text("category"),
    risk: text("risk") as Filters["risk"],
    sex: text("sex") as Filters["sex"],
    age_from: number("age_from"),
    age_to: number("age_to"),
    state: text("state") as Filters["state"],
    overdue: text("overdue") === "true" || undefined,
    sort: text("sort") as Filters["sort"],
  };
}

export function useFilters() {
  const route = useRoute();
  const router = useRouter();
  const filters = computed(() => read(route.query));
  const key = computed(() => JSON.stringify(filters.value));
  const active = computed(() => KEYS.some((one) => one !== "sort" && filters.value[one] !== undefined));

  function put(changes: Partial<Record<keyof Filters, unknown>>): void {
    if ("q" in changes) putWords(String(changes.q ?? "").trim());
    const query: Record<string, string> = {};
    if (route.query.place) query.place = String(route.query.place);
    for (const [name, value] of Object.entries({ ...filters.value, ...changes }))
      if (name !== "q" && value !== undefined && value !== "" && value !== null && value !== false)
        query[name] = String(value);
    void router.replace({ query });
  }
  const clear = (): void => put(Object.fromEntries(KEYS.map((one) => [one, undefined])));
  return { filters, key, active, put, clear };
}
