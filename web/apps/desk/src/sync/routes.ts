import type { RouteRecordRaw } from "vue-router";

/** Phones, and what they report. */
export const sync: RouteRecordRaw[] = [
  {
    path: "/phones",
    name: "phones",
    component: () => import("./PhonesPage.vue"),
    meta: { placed: true, title: "sync.page" },
  },
  {
    path: "/urgent",
    name: "urgent",
    component: () => import("./UrgentPage.vue"),
    meta: { placed: true, title: "sync.urgent" },
  },
];
