/** What a way out asks for, and how its address is made of it (apprise's form; handbook, 通知渠道). */
type Given = Partial<Record<Field, string>>;
export type Field = "key" | "secret" | "token" | "user" | "password" | "server" | "to" | "host";
interface Way {
  asks: Field[];
  /** What may be left out. */
  free?: Field;
  address: (given: Given) => string;
}

const part = (text = ""): string => encodeURIComponent(text.trim());
const host = (text = ""): string => text.trim().replace(/^\w+:\/\//, "");

export const WAYS: Record<string, Way> = {
  wecombot: { asks: ["key"], address: ({ key }) => `wecombot://${part(key)}` },
  dingtalk: {
    asks: ["token", "secret"],
    free: "secret",
    address: ({ token, secret }) => `dingtalk://${secret?.trim() ? `${part(secret)}@` : ""}${part(token)}`,
  },
  mailtos: {
    asks: ["user", "password", "server", "to"],
    address: ({ user, password, server, to }) =>
      `mailtos://${part(user)}:${part(password)}@${host(server)}?to=${part(to)}`,
  },
  jsons: { asks: ["host"], address: (given) => `jsons://${host(given.host)}` },
  json: { asks: ["host"], address: (given) => `json://${host(given.host)}` },
};
/** Typed unseen. */
export const SECRET: Field[] = ["key", "secret", "token", "password"];
