import { beforeEach, vi } from "vitest";

/** What the server answers: path → answer for a question, empty at each test. */
export const answers = new Map<string, (asked: URL, body: unknown) => unknown>();
/** What it was sent, oldest first. */
export const sent: { method: string; path: string; body: unknown }[] = [];

beforeEach(() => {
  answers.clear();
  sent.length = 0;
});

// The client keeps the function that stands here when it is made.
vi.stubGlobal("fetch", async (request: Request) => {
  const asked = new URL(request.url);
  const text = await request.text();
  const body: unknown = text ? JSON.parse(text) : undefined;
  sent.push({ method: request.method, path: asked.pathname, body });
  const answer = answers.get(asked.pathname);
  return answer ? Response.json(answer(asked, body)) : Response.json({ message: "没有这个地址。" }, { status: 404 });
});
