import { api, ok, type Schema } from "@hutong/api";

/** Places by name, pinyin or code, below the places that the role holds; `own` null: in the whole register. */
export async function findPlaces(q: string, own: { code: number }[] | null): Promise<Schema<"PlaceHit">[]> {
  const within = own ? own.map((one) => one.code) : [undefined];
  const asked = within.map((code) => ok(api.POST("/api/v1/search/places", { body: { q, within: code } })));
  return (await Promise.all(asked)).flat();
}
