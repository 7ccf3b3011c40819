import { csrfToken } from "./csrf.ts";
import { ApiError } from "./errors.ts";

// django-allauth headless, browser client: sessions are cookies, refusals say why in `errors`.
const SESSION = "/_allauth/browser/v1/auth/session";
const LOGIN = "/_allauth/browser/v1/auth/login";
const CODE = "/_allauth/browser/v1/auth/2fa/authenticate";

interface AllauthRefusal {
  errors?: { code: string; param?: string; message: string }[];
  data?: { flows?: { id: string; is_pending?: boolean }[] };
}

async function call(method: string, url: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  try {
    return await fetch(url, { method, headers, credentials: "same-origin", body: JSON.stringify(body) });
  } catch {
    throw ApiError.unreachable();
  }
}

/** Whether somebody is signed in; the answer also sets the CSRF cookie that a sign-in needs. */
export async function signedIn(): Promise<boolean> {
  return (await call("GET", SESSION)).ok;
}

/** Signs in with a staff number or phone; "code": a code of the authenticator app is wanted. Throws ApiError: 400, 403. */
export async function signIn(username: string, password: string): Promise<"done" | "code"> {
  if (!csrfToken()) await signedIn();
  return step(await call("POST", LOGIN, { username, password }));
}

/** The second step: a code of the authenticator app, or a recovery code. */
export async function giveCode(code: string): Promise<"done" | "code"> {
  return step(await call("POST", CODE, { code }));
}

async function step(response: Response): Promise<"done" | "code"> {
  if (response.ok) return "done";
  const refusal: AllauthRefusal & { message?: string } = await response.json().catch(() => ({}));
  if (refusal.data?.flows?.some((flow) => flow.id === "mfa_authenticate" && flow.is_pending)) return "code";
  const first = refusal.errors?.[0];
  throw new ApiError(response.status, {
    message: refusal.message ?? first?.message,
    code: first?.code,
    fields: [],
  });
}

/** Ends the session; allauth answers 401 when it is over, which is what was asked for. */
export async function signOut(): Promise<void> {
  await call("DELETE", SESSION);
}
