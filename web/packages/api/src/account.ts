import { csrfToken } from "./csrf.ts";
import { ApiError } from "./errors.ts";

// django-allauth headless, browser client: sessions are cookies, refusals say why in `errors`.
const SESSION = "/_allauth/browser/v1/auth/session";
const LOGIN = "/_allauth/browser/v1/auth/login";
const CODE = "/_allauth/browser/v1/auth/2fa/authenticate";
const SSO = "/_allauth/browser/v1/auth/sso";

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

/** How far a sign-in has come that began elsewhere. */
export async function standing(): Promise<"done" | "code" | "none"> {
  const response = await call("GET", SESSION);
  return response.ok ? "done" : (await wantsCode(response)) ? "code" : "none";
}

/** 统一身份认证: what its button says, empty where there is none; leave: where to sign out there too, after signing out here. */
export async function sso(): Promise<{ name: string; leave: string }> {
  const response = await call("GET", SSO);
  return response.ok ? response.json() : { name: "", leave: "" };
}

export interface DemoAccount {
  role_name: string;
  name: string;
  staff_number: string;
  password: string;
  place: string;
}

/** Whom a newcomer to a demo may sign in as; empty wherever it is no demo. */
export async function demoAccounts(): Promise<DemoAccount[]> {
  const response = await call("GET", "/demo-accounts");
  return response.ok ? (await response.json()).items : [];
}

/** Where the browser goes to sign in there. Throws ApiError, its code one of those in locales/zh-CN/sso.json. */
export async function beginSso(next: string): Promise<string> {
  const response = await call("POST", `${SSO}/begin`, { next });
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, { message: told.message, code: told.code, fields: [] });
  return told.address;
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
  if (await wantsCode(response.clone())) return "code";
  const refusal: AllauthRefusal & { message?: string } = await response.json().catch(() => ({}));
  const first = refusal.errors?.[0];
  throw new ApiError(response.status, {
    message: refusal.message ?? first?.message,
    code: first?.code,
    fields: [],
  });
}

async function wantsCode(response: Response): Promise<boolean> {
  const told: AllauthRefusal = await response.json().catch(() => ({}));
  return told.data?.flows?.some((flow) => flow.id === "mfa_authenticate" && flow.is_pending) ?? false;
}

/** Ends the session; allauth answers 401 when it is over, which is what was asked for. */
export async function signOut(): Promise<void> {
  await call("DELETE", SESSION);
}
