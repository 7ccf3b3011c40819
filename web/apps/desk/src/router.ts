import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

const routes: RouteRecordRaw[] = [
  { path: "/login", name: "login", component: () => import("./accounts/SignInPage.vue"), meta: { open: true, title: "accounts.signIn" } },
  { path: "/", name: "home", component: () => import("./duties/HomePage.vue"), meta: { placed: true, title: "duties.home" } },
  { path: "/duties", name: "duties", component: () => import("./duties/DutiesPage.vue"), meta: { placed: true, title: "duties.list" } },
  { path: "/tracking", name: "tracking", component: () => import("./duties/TrackingPage.vue"), meta: { placed: true, title: "duties.tracking" } },
  { path: "/children", name: "children", component: () => import("./children/ChildrenPage.vue"), meta: { placed: true, title: "children.list" } },
  { path: "/children/new", name: "new-child", component: () => import("./children/NewChildPage.vue"), meta: { title: "children.new" } },
  { path: "/children/:id", name: "child", component: () => import("./children/ChildPage.vue"), props: true, meta: { title: "children.one" } },
  { path: "/children/:id/visit", name: "visit", component: () => import("./care/VisitPage.vue"), props: true, meta: { title: "care.visit" } },
  { path: "/doubles", name: "doubles", component: () => import("./children/doubles/DoublesPage.vue"), meta: { placed: true, title: "doubles.list" } },
  { path: "/doubles/:id", name: "double", component: () => import("./children/doubles/DoublePage.vue"), props: true, meta: { title: "doubles.one" } },
  { path: "/ledgers", name: "ledgers", component: () => import("./children/ledgers/LedgersPage.vue"), meta: { title: "ledgers.list" } },
  { path: "/ledgers/:id", name: "ledger", component: () => import("./children/ledgers/LedgerPage.vue"), props: true, meta: { title: "ledgers.one" } },
  { path: "/moves", name: "moves", component: () => import("./moves/MovesPage.vue"), meta: { title: "moves.page" } },
  { path: "/packets", name: "packets", component: () => import("./moves/PacketsPage.vue"), meta: { title: "moves.packets" } },
  { path: "/packets/:id", name: "packet", component: () => import("./moves/PacketPage.vue"), props: true, meta: { title: "moves.incoming" } },
  { path: "/posts", name: "posts", component: () => import("./workforce/PostsPage.vue"), meta: { placed: true, title: "workforce.posts" } },
  { path: "/feedback", name: "feedback", component: () => import("./feedback/FeedbackPage.vue"), meta: { title: "feedback.title" } },
  { path: "/feedback/inbox", name: "feedback-inbox", component: () => import("./feedback/InboxPage.vue"), meta: { title: "feedback.inbox" } },
  { path: "/papers", name: "papers", component: () => import("./printing/CheckPaperPage.vue"), meta: { title: "printing.check" } },
  { path: "/shared", name: "shared", component: () => import("./sharing/SharedPage.vue"), meta: { title: "sharing.shared" } },
  { path: "/break-glass", name: "break-glass", component: () => import("./sharing/GlassPage.vue"), meta: { title: "sharing.glass" } },
  { path: "/looks", name: "looks", component: () => import("./sharing/AuditPage.vue"), meta: { placed: true, title: "sharing.audit" } },
  { path: "/organisations", name: "organisations", component: () => import("./workforce/OrganisationsPage.vue"), meta: { placed: true, title: "organisations.list" } },
  { path: "/security", name: "security", component: () => import("./accounts/SecurityPage.vue"), meta: { title: "security.title" } },
  { path: "/password", name: "password", component: () => import("./accounts/PasswordPage.vue"), meta: { title: "accounts.changePassword" } },
  { path: "/decisions", name: "decisions", component: () => import("./duties/DecisionsPage.vue"), meta: { placed: true, title: "decisions.title" } },
  { path: "/place-changes", name: "place-changes", component: () => import("./changes/ChangesPage.vue"), meta: { title: "changes.title" } },
  { path: "/:any(.*)*", name: "missing", component: () => import("./frame/MissingPage.vue"), meta: { title: "frame.missing" } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
