import type { Schema } from "@hutong/api";

export type Organisation = Schema<"OrganisationOut">;
export type Kind = Schema<"OrganisationIn">["kind"];
export const KINDS: Kind[] = ["department", "body", "protection_institution", "welfare_institution"];
