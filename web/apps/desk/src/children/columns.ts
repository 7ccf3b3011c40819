import { t } from "../i18n.ts";
import type { Column } from "../shared/columns.ts";

/** The columns of the children's list in their order. */
export function childColumns(): Column[] {
  return [
    { key: "name", label: t("children.name"), width: 92, fixed: true, phone: true },
    { key: "sex", label: t("children.sex"), width: 54 },
    { key: "age", label: t("children.ageHead"), width: 56, align: "right", phone: true },
    { key: "birth", label: t("children.birth"), width: 106 },
    { key: "number", label: t("children.number"), width: 150, extra: true },
    { key: "id", label: t("children.idNumber"), width: 180, extra: true },
    { key: "place", label: t("children.place"), minWidth: 140, oneLine: true },
    { key: "categories", label: t("children.category"), minWidth: 150, oneLine: true },
    { key: "risk", label: t("children.risk"), width: 82 },
    { key: "next", label: t("children.nextDue"), width: 112, phone: true },
    { key: "last", label: t("children.lastVisit"), width: 106 },
    { key: "directors", label: t("children.director"), width: 112, oneLine: true },
    { key: "guardian", label: t("children.guardian"), width: 130, oneLine: true },
    { key: "phone", label: t("children.phone"), width: 130, extra: true },
  ];
}
