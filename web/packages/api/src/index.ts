/** The typed client of the server's API; every app of the workspace talks to the server through it. */
export { api, ok } from "./client.ts";
export { ApiError, type FieldError } from "./errors.ts";
export * as account from "./account.ts";
export type { components, paths } from "./schema.d.ts";
import type { components } from "./schema.d.ts";

/** Shapes of the API by their OpenAPI names, e.g. `Schema<"ChildRow">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
