import type { Sender } from "@hutong/offline";

/** Which phone and person reports, where this phone was ever signed in; a report is taken without it too. */
export function sender(): Sender {
  const kept = localStorage.getItem("reporter");
  return kept ? (JSON.parse(kept) as Sender) : { device: null, person: null, report_token: null };
}
