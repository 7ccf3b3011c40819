import type { Schema } from "@hutong/api";

/** In which post somebody looked: the office, and the role where the office's name does not say it. */
export const inPost = ({ unit, role }: Schema<"LookOut">): string =>
  unit.includes(role.slice(-4)) ? unit : `${unit} ${role}`;
