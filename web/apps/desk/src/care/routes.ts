import type { RouteRecordRaw } from "vue-router";

/** Visits, campaigns and key checks. */
export const care: RouteRecordRaw[] = [
  {
    path: "/visits",
    name: "visits",
    component: () => import("./VisitsPage.vue"),
    meta: { placed: true, title: "visits.title" },
  },
  {
    path: "/campaigns",
    name: "campaigns",
    component: () => import("./campaigns/CampaignsPage.vue"),
    meta: { placed: true, title: "campaigns.title" },
  },
  {
    path: "/campaigns/:id/edit",
    name: "campaign-edit",
    component: () => import("./campaigns/NewCampaignPage.vue"),
    props: true,
    meta: { title: "campaigns.change" },
  },
  {
    path: "/campaigns/new",
    name: "new-campaign",
    component: () => import("./campaigns/NewCampaignPage.vue"),
    meta: { placed: true, title: "campaigns.new" },
  },
  {
    path: "/campaigns/:id",
    name: "campaign",
    component: () => import("./campaigns/CampaignPage.vue"),
    props: true,
    meta: { placed: true, title: "campaigns.title" },
  },
  {
    path: "/key-checks",
    name: "key-checks",
    component: () => import("./checks/KeyChecksPage.vue"),
    meta: { placed: true, title: "titles.keyCheck" },
  },
];
