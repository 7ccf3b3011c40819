import { api, ok, type Schema } from "@hutong/api";

/** Places by name, pinyin or code, below the places that the role holds; the register itself is the whole country's. */
export async function findPlaces(q: string, own: { code: number }[]): Promise<Schema<"PlaceHit">[]> {
  const asked = own.map((one) => ok(api.GET("/api/v1/places", { params: { query: { q, within: one.code } } })));
  return (await Promise.all(asked)).flat();
}
