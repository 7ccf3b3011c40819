import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import LockPage from "./lock/LockPage.vue";
import SignInPage from "./lock/SignInPage.vue";
import { house } from "./phone/house.ts";

// What everybody sees first comes with the program: one trip over a slow line less.
const routes: RouteRecordRaw[] = [
  { path: "/", name: "today", component: () => import("./today/TodayPage.vue"), meta: { tab: "today" } },
  {
    path: "/duties/:id",
    name: "duty",
    component: () => import("./today/SentencePage.vue"),
    props: true,
    meta: { back: "/" },
  },
  {
    path: "/duties/:id/free",
    name: "free",
    component: () => import("./today/FreePage.vue"),
    props: true,
    meta: { back: "/" },
  },
  { path: "/alarms", name: "alarms", component: () => import("./alarms/AlarmsPage.vue"), meta: { back: "/" } },
  {
    path: "/children",
    name: "children",
    component: () => import("./children/ChildrenPage.vue"),
    meta: { tab: "children" },
  },
  {
    path: "/children/new",
    name: "new-child",
    component: () => import("./children/NewChildPage.vue"),
    meta: { back: "/children" },
  },
  {
    path: "/children/:id",
    name: "child",
    component: () => import("./children/ChildPage.vue"),
    props: true,
    meta: { tab: "children", back: "/children" },
  },
  { path: "/children/:id/visit", name: "visit", component: () => import("./visit/VisitPage.vue"), props: true },
  {
    path: "/children/:id/change/:group?",
    name: "change",
    component: () => import("./children/ChangePage.vue"),
    props: true,
  },
  {
    path: "/children/:id/records/:feed",
    name: "record",
    component: () => import("./records/RecordPage.vue"),
    props: true,
  },
  {
    path: "/children/:id/visits/:visit/withdraw",
    name: "withdraw",
    component: () => import("./visit/WithdrawPage.vue"),
    props: true,
  },
  { path: "/children/:id/move", name: "move", component: () => import("./children/MovePage.vue"), props: true },
  { path: "/children/:id/return", name: "return", component: () => import("./children/ReturnPage.vue"), props: true },
  {
    path: "/children/:id/categories",
    name: "categories",
    component: () => import("./children/CategoriesPage.vue"),
    props: true,
  },
  { path: "/children/:id/left", name: "left", component: () => import("./children/LeftPage.vue"), props: true },
  {
    path: "/urgent",
    name: "urgent",
    component: () => import("./urgent/UrgentPage.vue"),
    meta: { tab: "urgent", open: true },
  },
  { path: "/mine", name: "mine", component: () => import("./mine/MinePage.vue"), meta: { tab: "mine" } },
  { path: "/mine/unsent", name: "unsent", component: () => import("./mine/UnsentPage.vue"), meta: { tab: "mine" } },
  { path: "/mine/month", name: "month", component: () => import("./mine/MonthPage.vue") },
  { path: "/mine/pin", name: "pin", component: () => import("./mine/PinPage.vue") },
  { path: "/mine/help", name: "help", component: () => import("./mine/HelpPage.vue") },
  { path: "/mine/feedback", name: "feedback", component: () => import("./mine/FeedbackPage.vue") },
  { path: "/lock", name: "lock", component: LockPage, meta: { open: true } },
  { path: "/sign-in", name: "sign-in", component: SignInPage, meta: { open: true } },
  { path: "/:any(.*)*", redirect: "/" },
];

export const router = createRouter({
  history: createWebHistory("/m/"),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

// Locked means locked, save for the red page, which is never closed.
router.beforeEach((to) => (to.meta.open || house.unlocked ? true : { name: "lock", query: { next: to.fullPath } }));
