import type { RouteRecordRaw } from "vue-router";

/** Posts, nights, named officers, organisations, changes of places. */
export const workforce: RouteRecordRaw[] = [
  {
    path: "/posts",
    name: "posts",
    component: () => import("./PostsPage.vue"),
    meta: { placed: true, title: "workforce.posts" },
  },
  {
    path: "/nights",
    name: "nights",
    component: () => import("./NightsPage.vue"),
    meta: { placed: true, title: "workforce.nights.title" },
  },
  {
    path: "/named",
    name: "named",
    component: () => import("./NamedPage.vue"),
    meta: { title: "named.title" },
  },
  {
    path: "/organisations",
    name: "organisations",
    component: () => import("./OrganisationsPage.vue"),
    meta: { placed: true, title: "organisations.list" },
  },
  {
    path: "/place-changes",
    name: "place-changes",
    component: () => import("./changes/ChangesPage.vue"),
    meta: { title: "changes.title" },
  },
];
