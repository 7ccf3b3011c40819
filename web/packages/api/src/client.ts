import createClient, { type Middleware } from "openapi-fetch";
import { csrfToken } from "./csrf.ts";
import { ApiError } from "./errors.ts";
import type { paths } from "./schema.d.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Django accepts a write only with the token of its cookie in a header. */
const withCsrf: Middleware = {
  onRequest({ request }) {
    if (!READS.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
};

// Paths in the description start with /api/v1, so the base is the origin itself.
export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
api.use(withCsrf);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws ApiError for anything the server refused and for a lost connection. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch(() => {
    throw ApiError.unreachable();
  });
  if (!answer.response.ok) throw ApiError.from(answer.response.status, answer.error);
  return answer.data as T;
}
