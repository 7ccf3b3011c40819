import { api, ok, type Schema } from "@hutong/api";
import { asForm } from "../../transfers/moves/upload.ts";

export type Exchange = Schema<"ExchangeOut">;
export const EVERY = 1500;

/** Whether the worker is busy with it. */
export const busy = (one: Exchange): boolean => one.status === "waiting" || one.status === "working" || one.reading;

/** How many rows of it have an outcome or a kind of change. */
export const counted = (one: Exchange, by: "what" | "outcome", value: string): number =>
  one.counts.filter((row) => row[by] === value).reduce((sum, row) => sum + row.count, 0);

export const WHATS = ["new", "changed", "left", "same", "differs", "theirs", "ours", "elsewhere", "unread"] as const;
export const OUTCOMES = ["waiting", "accepted", "refused", "unanswered"] as const;

export const sendReceipt = (id: string, file: File): Promise<Exchange> =>
  ok(api.POST("/api/v1/exchange/{exchange}/receipt", { params: { path: { exchange: id } }, ...asForm(file) }));

export const sendRoster = (place: number, file: File): Promise<Exchange> => {
  const bodySerializer = (): FormData => {
    const form = new FormData();
    form.append("file", file);
    form.append("place", String(place));
    return form;
  };
  return ok(api.POST("/api/v1/exchange/rosters", { body: { file: file as unknown as string, place }, bodySerializer }));
};
