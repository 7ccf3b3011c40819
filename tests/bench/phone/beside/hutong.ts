/** Hutong's half of the comparison: the app's own store, outbox and exchange, without its screens. */
import { Outbox, Sync, Users, type Vault } from "../../../../web/packages/offline/src/index.ts";
import { wireOf } from "../../../../web/apps/field/src/phone/wire.ts";

let vault: Vault;
let outbox: Outbox;
let key = "";

Object.assign(window, {
  async start(token: string, person: string): Promise<void> {
    key = token;
    const user = { id: person, name: "王秀兰", staffNumber: "1", device: "bench" };
    vault = (await new Users().enrol(user, "482915")).vault;
    outbox = new Outbox(vault);
    await outbox.load();
  },
  /** Keeps operations as the app does; nothing is sent yet. */
  async note(operations: { kind: string; payload: string }[]): Promise<void> {
    for (const { kind, payload } of operations) await outbox.add({ kind, title: kind, payload: JSON.parse(payload) as Record<string, unknown> });
  },
  /** One exchange; gives milliseconds. */
  async exchange(): Promise<number> {
    const begun = performance.now();
    const done = await new Sync(vault, outbox, wireOf(() => key), "1.0").run();
    key = done.token ?? key;
    return performance.now() - begun;
  },
});
