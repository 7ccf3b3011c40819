import { WireError, type Wire } from "@hutong/offline";

interface Refusal {
  code?: string;
  message?: string;
}

/** One request to the server; rejects with WireError, status 0 where nobody answered. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const raw = body instanceof ArrayBuffer;
  const type = raw ? "application/octet-stream" : "application/json";
  const content = body === undefined ? undefined : raw ? body : JSON.stringify(body);
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: { "Content-Type": type, ...headers },
    body: content,
    credentials: "omit",
    signal: AbortSignal.timeout(60_000),
  }).catch(() => {
    throw new WireError(0, navigator.onLine ? "unreachable" : "offline");
  });
  const told = (await answer.json().catch(() => ({}))) as T & Refusal;
  if (!answer.ok) throw new WireError(answer.status, told.code ?? "", told.message ?? "");
  return told;
}

/** The protocol of docs/sync.md as this phone, by its token. */
export function wireOf(token: () => string): Wire {
  const as = (): Record<string, string> => ({ Authorization: `Device ${token()}` });
  return {
    push: (body) => ask("POST", "/sync/push", body, as()),
    pull: (body) => ask("POST", "/sync/pull", body, as()),
    offer: (body) => ask("POST", "/sync/attachments", body, as()),
    piece: (id, number, bytes, hash) =>
      ask("PUT", `/sync/attachments/${id}/${number}`, bytes, { ...as(), "X-Piece-SHA256": hash }),
  };
}
