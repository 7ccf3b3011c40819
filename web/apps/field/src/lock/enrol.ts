import { account, api, ok } from "@hutong/api";
import { toBytes, toText, type User, type Vault } from "@hutong/offline";
import { uuid7 } from "@hutong/ui";
import { t } from "../i18n.ts";
import { users } from "../phone/house.ts";
import { keepServerKey } from "../phone/reports.ts";

export interface SignedIn {
  id: string;
  name: string;
  staffNumber: string;
  password: string;
  /** The first password is changed at the desk's page before anything else. */
  mustChange: boolean;
}

/** This phone's id: made once, kept for ever in this installation; it says nothing of anybody. */
function deviceId(): string {
  const kept = localStorage.getItem("device");
  if (kept) return kept;
  const made = uuid7();
  localStorage.setItem("device", made);
  return made;
}

/** Signs in online. "code": the second step of a sign-in is asked for. Throws ApiError. */
export async function signIn(staff: string, password: string): Promise<SignedIn> {
  // A first run that broke off leaves a session behind, beside which nobody signs in.
  if (await account.signedIn()) await account.signOut();
  await account.signIn(staff, password);
  const me = await ok(api.GET("/api/v1/me"));
  return {
    id: me.person.id,
    name: me.person.name,
    staffNumber: me.person.staff_number,
    password,
    mustChange: me.must_change_password,
  };
}

/**
 * Makes this phone the person's: the store's key goes into escrow, the token comes back. What an earlier store of
 * the same person still holds stays readable, for its key comes back out of escrow. own: that key, where the server has it
 * no longer, because it was restored from before this phone was enrolled; it goes into escrow again.
 * Throws ApiError, `no_device` where it is needed.
 */
export async function enrol(
  who: SignedIn,
  pin: string,
  own?: Uint8Array<ArrayBuffer>,
): Promise<{ user: User; vault: Vault }> {
  const device = deviceId();
  const known = (await users.all()).some((one) => one.id === who.id);
  const escrowed = own ?? ((await users.waiting(who.id)) ? await restored(device, who.password) : undefined);
  const made = await users.enrol({ id: who.id, name: who.name, staffNumber: who.staffNumber, device }, pin, escrowed);
  const answer = await ok(
    api.POST("/api/v1/sync/devices", {
      body: {
        id: device,
        name: model(),
        model: model(),
        app_version: __APP_VERSION__,
        data_key: escrowed && !own ? null : toText(made.raw),
        wrap: "",
      },
    }),
  ).catch(async (error: unknown) => {
    // Without its key in escrow a store would lose with five wrong PINs what waits in it.
    made.vault.close();
    if (!escrowed) await users.remove(who.id);
    throw error;
  });
  keepServerKey(answer.server_key);
  localStorage.setItem("reporter", JSON.stringify({ device, person: who.id, report_token: answer.report_token }));
  await made.vault.put("meta", [["token", answer.token]]);
  // Another phone, or a browser that threw its store away: what was noted and not sent is not here.
  if (!known && answer.before) await made.vault.put("meta", [["before", answer.before]]);
  void navigator.storage?.persist?.();
  await account.signOut();
  return { user: made.user, vault: made.vault };
}

async function restored(device: string, password: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await ok(api.POST("/api/v1/sync/key", { body: { id: device, password } }));
  return toBytes(answer.data_key);
}

function model(): string {
  const told = (navigator as { userAgentData?: { platform?: string } }).userAgentData?.platform;
  return (told ?? /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? t("lock.phone")).slice(0, 60);
}
