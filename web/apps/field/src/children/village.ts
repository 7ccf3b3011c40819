import { house } from "../phone/house.ts";

/** The name of one of this person's villages; "" for any other. */
export const villageOf = (code: number): string => house.villages.find((one) => one.code === code)?.name ?? "";
