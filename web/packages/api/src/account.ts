import { csrfToken } from "./csrf.ts";
import { ApiError } from "./errors.ts";

// django-allauth headless, browser client: sessions are cookies, refusals say why in `errors`.
const SESSION = "/_allauth/browser/v1/auth/session";
const LOGIN = "/_allauth/browser/v1/auth/login";

interface AllauthRefusal {
  errors?: { code: string; param?: string; message: string }[];
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

/** Signs in with a staff number or phone. Throws ApiError: 400 wrong password, 403/429 locked out. */
export async function signIn(username: string, password: string): Promise<void> {
  if (!csrfToken()) await signedIn();
  const response = await call("POST", LOGIN, { username, password });
  if (response.ok) return;
  const refusal: AllauthRefusal & { message?: string } = await response.json().catch(() => ({}));
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
