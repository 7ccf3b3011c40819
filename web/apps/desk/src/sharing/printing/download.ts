import { api, ok, type Schema } from "@hutong/api";

interface Printed {
  content: Blob;
  name: string;
  unprintable: string[];
  /** Its 文号, or empty. */
  number: string;
}

/** Prints at the server; the answer is the paper itself, with its name and what the faces lack in the headers. */
export async function printed(child: string, body: Schema<"PrintIn">): Promise<Printed> {
  const call = await api.POST("/api/v1/children/{child}/print", {
    params: { path: { child } },
    body,
    parseAs: "blob",
  });
  const content = (await ok(Promise.resolve(call))) as unknown as Blob;
  const named = /filename\*=utf-8''([^;]+)/i.exec(call.response.headers.get("Content-Disposition") ?? "");
  const lost = call.response.headers.get("X-Hutong-Unprintable") ?? "";
  const number = decodeURIComponent(call.response.headers.get("X-Hutong-Number") ?? "");
  const name = decodeURIComponent(named?.[1] ?? "");
  return { content, name, number, unprintable: lost.split(" ").filter(Boolean) };
}

/** Hands a file to the browser's own download. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
