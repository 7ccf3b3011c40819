// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { flushPromises, mount } from "@vue/test-utils";
import { Vault, type User } from "@hutong/offline";
import { Dexie } from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Component } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import CategoriesPage from "../src/children/CategoriesPage.vue";
import ChildPage from "../src/children/ChildPage.vue";
import LeftPage from "../src/children/LeftPage.vue";
import MovePage from "../src/children/MovePage.vue";
import ReturnPage from "../src/children/ReturnPage.vue";
import { i18n } from "../src/i18n.ts";
import UnsentPage from "../src/mine/UnsentPage.vue";
import { act, enter, house, lock, opened, reload } from "../src/phone/house.ts";
import FreePage from "../src/today/FreePage.vue";
import UrgentPage from "../src/urgent/UrgentPage.vue";
import VisitPage from "../src/visit/VisitPage.vue";
import WithdrawPage from "../src/visit/WithdrawPage.vue";

vi.mock(import("../src/phone/sync.ts"), () => ({ exchange: vi.fn(), sync: { running: false, told: "" } }) as never);
vi.mock(
  import("../src/phone/wire.ts"),
  () => ({ ask: () => Promise.reject(new Error("no line")), wireOf: vi.fn() }) as never,
);

const CHILD = {
  name: "郭宇志",
  sex: "male",
  birth_date: "2018-03-04",
  rev: 3,
  categories: [{ id: "k1", key: "left_behind", label: "留守儿童", since: "2025-01-01", until: null }],
  exit: null,
  risk: null,
  groups: {},
};
const LEFT = { ...CHILD, name: "李思远", exit: { reason: "迁往外地", on: "2026-11-01", note: "" } };
const options = (...values: string[]) => values.map((value) => ({ value, label: `“${value}”` }));
const key = crypto.getRandomValues(new Uint8Array(32));
const child = (id: string, data: object) => [`child:${id}`, { type: "child", id, place: 1, version: 1, data }] as const;

async function unlocked(): Promise<void> {
  await enter({ id: "p1", name: "王秀兰" } as User, await Vault.open("p1", key));
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
  const vault = await Vault.open("p1", key);
  await vault.put("records", [child("c1", CHILD), child("c2", LEFT)] as never);
  const labels = { categories: { left_behind: "留守儿童", distressed: "困境儿童" }, relations: {} };
  const exit_reasons = { adult: "年满十八周岁", moved: "迁往外地" };
  await vault.put("meta", [
    ["document.forms", { groups: [], labels: { ...labels, exit_reasons } }],
    [
      "document.visit_form",
      {
        modes: options("home", "phone"),
        seen: options("child", "carer"),
        checklist: options("living"),
        findings: options("normal", "problem"),
        words_by: [],
        risks: options("low", "high"),
      },
    ],
    ["document.around", [{ code: 222426106000, name: "两江镇", villages: [{ code: 222426106201, name: "江北村" }] }]],
    ["duties", [{ id: "d1", rule: "visit", child: "c1", title: "走访", why: "该走访了", due: "2026-11-30" }]],
  ]);
  vault.close();
  await unlocked();
});
afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

async function shown(component: Component, props: object = {}) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: {} }] });
  await router.push("/here");
  const page = mount(component, { props, global: { plugins: [i18n, router] }, attachTo: document.body });
  await flushPromises();
  await vi.waitFor(() => expect(page.find("main").exists()).toBe(true));
  return { page, router };
}
const button = (page: Awaited<ReturnType<typeof shown>>["page"], words: string) =>
  page.findAll("button").find((one) => one.text().includes(words))!;

test("a report half written is there after another tab, gone from a locked phone, and back with the PIN", async () => {
  const first = (await shown(UrgentPage)).page;
  await first.get("#what").setValue("邻居家的孩子被打");
  first.unmount();
  const second = (await shown(UrgentPage)).page;
  expect(second.get<HTMLTextAreaElement>("#what").element.value).toBe("邻居家的孩子被打");
  second.unmount();
  await vi.waitFor(async () => expect(await opened().vault.get("drafts", "urgent")).toBeTruthy());

  lock();
  const locked = (await shown(UrgentPage)).page;
  expect(locked.get<HTMLTextAreaElement>("#what").element.value).toBe("");
  await locked.get("#what").setValue("还有他妹妹");
  locked.unmount();

  await unlocked();
  const third = (await shown(UrgentPage)).page;
  await vi.waitFor(() =>
    expect(third.get<HTMLTextAreaElement>("#what").element.value).toBe("邻居家的孩子被打\n还有他妹妹"),
  );
});

test("a report without a line and without the server's key says that it is not safe yet, and stays", async () => {
  const { page } = await shown(UrgentPage);
  await page.get("#what").setValue("孩子被打");
  await button(page, "上报").trigger("click");
  await vi.waitFor(() => expect(page.get("[data-test=became]").text()).toContain("请不要关掉这一页"));
  expect(
    await opened()
      .vault.get("drafts", "urgent")
      .then((kept) => (kept as { words: string } | undefined)?.words),
  ).not.toBe("");
});

test("a visit begins with nothing ticked, and what is missing is named", async () => {
  const { page } = await shown(VisitPage, { id: "c1" });
  expect(page.findAll("[aria-checked=true]")).toHaveLength(0);
  await button(page, "没有变化").trigger("click");
  await page.get("[data-test=save-visit]").trigger("click");
  expect(page.text()).toContain("请选：怎么看的");
  expect(page.text()).toContain("请选：见到谁");
  expect(house.waiting).toEqual([]);
  await button(page, "“home”").trigger("click");
  await button(page, "“carer”").trigger("click");
  await page.get("[data-test=save-visit]").trigger("click");
  await vi.waitFor(() => expect(house.waiting).toHaveLength(1));
  expect(house.waiting[0]!.payload).toMatchObject({ mode: "home", seen: ["carer"], no_change: true });
});

test("one draft has one owner: another window cannot save the same", async () => {
  const request = (_name: string, _how: object, then: (lock: null) => unknown) => Promise.resolve(then(null));
  vi.stubGlobal("navigator", { ...navigator, locks: { request } });
  const { page } = await shown(VisitPage, { id: "c1" });
  expect(page.text()).toContain("正在另一个窗口里写");
  for (const words of ["“home”", "“child”", "没有变化"]) await button(page, words).trigger("click");
  await page.get("[data-test=save-visit]").trigger("click");
  await flushPromises();
  expect(house.waiting).toEqual([]);
});

test("what waits shows what was said, is written anew, or is taken back by a second tap", async () => {
  const visit = { id: "v1", on: "2026-11-20", mode: "home", words: "想妈妈" };
  const given = { kind: "care.record_visit", payload: { child: "c1", ...visit }, child: "c1", title: "走访郭宇志" };
  await act(given);
  const { page, router } = await shown(UnsentPage);
  expect(page.get("[data-test=said]").text()).toContain("想妈妈");
  await page.get("[data-test=rewrite]").trigger("click");
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/children/c1/visit"));
  expect(house.waiting).toEqual([]);
  expect(await opened().vault.get("drafts", "visit:c1")).toMatchObject({ visit: { words: "想妈妈" } });

  await act(given);
  await flushPromises();
  await page.get("[data-test=withdraw]").trigger("click");
  expect(house.waiting).toHaveLength(1);
  await page.get("[data-test=withdraw]").trigger("click");
  await vi.waitFor(() => expect(house.waiting).toEqual([]));
});

test("what was sent is read again", async () => {
  const one = await act({
    kind: "children.leave",
    payload: { reason: "moved", on: "2026-11-20", note: "去了大连" },
    title: "退出",
  });
  await opened().outbox.mark(one.id, { state: "sent", answered: "2026" });
  const { refreshLine } = await import("../src/phone/house.ts");
  refreshLine();
  const { page } = await shown(UnsentPage);
  expect(page.get("[data-test=said]").text()).toMatch(/迁往外地.*去了大连/s);
});

test("grown up is a reason for those who are; a day that cannot be is said before saving", async () => {
  const { page } = await shown(LeftPage, { id: "c1" });
  expect(page.text()).not.toContain("年满十八周岁");
  await button(page, "迁往外地").trigger("click");
  await page.get("#on").setValue("2017-01-01");
  await page.get(".foot button").trigger("click");
  expect(page.get("[role=alert]").text()).toContain("早于儿童出生日期");
  expect(house.waiting).toEqual([]);
});

test("a child that left by mistake comes back at once on this phone", async () => {
  const { page } = await shown(ReturnPage, { id: "c2" });
  await page.get("[data-test=return]").trigger("click");
  expect(page.text()).toContain("请写为什么恢复");
  await page.get("textarea").setValue("退出是记错了");
  await page.get("[data-test=return]").trigger("click");
  await vi.waitFor(() => expect(house.waiting[0]?.kind).toBe("children.return"));
  expect(house.children.get("c2")!.exit).toBeNull();
});

test("a category ends with its reason, and goes here before the server hears of it", async () => {
  const { page } = await shown(CategoriesPage, { id: "c1" });
  await button(page, "这一类要终止").trigger("click");
  await page.get("[data-test=save-category]").trigger("click");
  expect(page.text()).toContain("请写为什么终止");
  await page.get("textarea").setValue("父亲长期返乡");
  await page.get("[data-test=save-category]").trigger("click");
  await vi.waitFor(() => expect(house.waiting[0]?.payload).toMatchObject({ category: "k1", reason: "父亲长期返乡" }));
  expect(house.children.get("c1")!.categories).toEqual([]);
});

test("one's own visit that was a mistake is taken back with the reason; another's is not offered", async () => {
  const items = [
    { id: "v9", on: "2026-11-20", mode: "home", visitor_name: "王秀兰" },
    { id: "v8", on: "2026-11-02", mode: "home", visitor_name: "赵明" },
  ];
  await opened().vault.put("records", [
    ["visits:c1", { type: "visits", id: "c1", place: 1, version: 1, data: { items } }],
  ]);
  await reload();
  const { page: list } = await shown(ChildPage, { id: "c1" });
  expect(list.findAll("a").filter((one) => one.attributes("href")?.includes("/withdraw"))).toHaveLength(1);
  const { page } = await shown(WithdrawPage, { id: "c1", visit: "v9" });
  await page.get("[data-test=withdraw-visit]").trigger("click");
  expect(page.text()).toContain("请写为什么撤回");
  await page.get("textarea").setValue("看的是另一个孩子");
  await page.get("[data-test=withdraw-visit]").trigger("click");
  await vi.waitFor(() =>
    expect(house.waiting[0]).toMatchObject({
      kind: "care.withdraw_visit",
      payload: { child: "c1", visit: "v9", reason: "看的是另一个孩子" },
    }),
  );
  expect(house.children.get("c1")!.records.visits!.map((one) => one.id)).toEqual(["v8"]);
});

test("a child that moved inside the county is asked for at its new village", async () => {
  const { page } = await shown(MovePage, { id: "c1" });
  await page.get("[data-test=move]").trigger("click");
  expect(page.text()).toContain("请选搬到哪个村");
  await page.get("#township").setValue("222426106000");
  await page.get("#village").setValue("222426106201");
  await page.get("textarea").setValue("随奶奶搬家");
  await page.get("[data-test=move]").trigger("click");
  await vi.waitFor(() =>
    expect(house.waiting[0]).toMatchObject({
      kind: "moves.ask",
      payload: { child: "c1", to: 222426106201, reason: "随奶奶搬家" },
    }),
  );
});

test("who cannot do it says why, and asks to be free of it", async () => {
  const { page } = await shown(FreePage, { id: "d1" });
  await page.get("textarea").setValue("全家外出，月底才回来");
  await page.get("[data-test=ask-free]").trigger("click");
  await vi.waitFor(() =>
    expect(house.waiting[0]).toMatchObject({
      kind: "duties.ask_waiver",
      payload: { duty: "d1", reason: "全家外出，月底才回来" },
    }),
  );
});
