// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { flushPromises, mount } from "@vue/test-utils";
import { Vault, type User } from "@hutong/offline";
import { Dexie } from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Component } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import groups from "../../../packages/forms/tests/groups.json" with { type: "json" };
import NewChildPage from "../src/children/NewChildPage.vue";
import { i18n } from "../src/i18n.ts";
import UnsentPage from "../src/mine/UnsentPage.vue";
import { act, enter, house, opened, reload } from "../src/phone/house.ts";

vi.mock(import("../src/phone/sync.ts"), () => ({ exchange: vi.fn(), sync: { running: false, told: "" } }) as never);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
  const vault = await Vault.open("p1", crypto.getRandomValues(new Uint8Array(32)));
  await vault.put("meta", [
    ["document.forms", { groups, labels: { categories: {}, exit_reasons: {}, relations: {} } }],
    ["document.me", { places: [{ code: 222426105204, name: "新立村", path: "" }], supervisors: [] }],
  ]);
  await enter({ id: "p1", name: "王秀兰" } as User, vault);
});
afterEach(() => (document.body.innerHTML = ""));

async function shown(component: Component) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: {} }] });
  await router.push("/here");
  const page = mount(component, { global: { plugins: [i18n, router] }, attachTo: document.body });
  await flushPromises();
  return { page, router };
}

async function filled(phone: string) {
  const { page, router } = await shown(NewChildPage);
  await page.get("#child-name").setValue("刘小花");
  await page
    .findAll("[role=radio]")
    .find((one) => one.text() === "女")!
    .trigger("click");
  await page.get("#child-birth_date").setValue("2019-05-06");
  await page.get("#child-phone").setValue(phone);
  await page.get(".foot button").trigger("click");
  return { page, router };
}

test("a phone number that is too short is refused here, at its field", async () => {
  const { page } = await filled("1384");
  expect(page.text()).toContain("电话应为 11 位手机号");
  expect(house.waiting).toEqual([]);
});

test("a new file that is taken back to be written anew holds what waits of its child", async () => {
  await filled("13844331795");
  await vi.waitFor(() => expect(house.waiting).toHaveLength(1));
  const child = house.waiting[0]!.child!;
  await act({ kind: "care.record_visit", payload: { id: "v", child }, child, title: "走访刘小花" });
  const { page: list, router } = await shown(UnsentPage);
  await list.get("[data-test=rewrite]").trigger("click");
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/children/new"));
  expect(opened().outbox.ready()).toEqual([]);

  const { page } = await shown(NewChildPage);
  await vi.waitFor(() => expect(page.get<HTMLInputElement>("#child-name").element.value).toBe("刘小花"));
  await page.get("#child-name").setValue("刘小华");
  await page.get(".foot button").trigger("click");
  await vi.waitFor(() =>
    expect(
      opened()
        .outbox.ready()
        .map((one) => one.kind),
    ).toEqual(["children.register"]),
  );
  expect(house.refused).toEqual([]);
});

test("a new child that the server refused is still there, and its form comes back with every word and all that is wrong", async () => {
  const { router } = await filled("13844331795");
  await vi.waitFor(() => expect(house.waiting).toHaveLength(1));
  const { id, child } = house.waiting[0]!;
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(`/children/${child}`));
  const errors = [
    { field: "child.name", message: "姓名里有不认识的字。" },
    { field: "child.address", message: "这里有应当密封的内容。" },
  ];
  await opened().outbox.mark(id, { state: "refused", told: "两处不对。", errors });
  await reload();
  expect(house.children.get(child!)).toMatchObject({ name: "刘小花", refused: true });

  const { page: list, router: on } = await shown(UnsentPage);
  for (const one of errors) expect(list.text()).toContain(one.message);
  await list.get("[data-test=correct]").trigger("click");
  await vi.waitFor(() => expect(on.currentRoute.value.path).toBe("/children/new"));

  const { page } = await shown(NewChildPage);
  await vi.waitFor(() => expect(page.get<HTMLInputElement>("#child-name").element.value).toBe("刘小花"));
  expect(page.get<HTMLInputElement>("#child-phone").element.value).toBe("13844331795");
  await vi.waitFor(() => expect(page.find("[data-test=sent-back]").exists()).toBe(true));
  expect(page.get("[data-test=sent-back]").text()).toContain("儿童本人，姓名：姓名里有不认识的字。");
  expect(page.text()).toContain("这里有应当密封的内容。");
  await page.get("#child-name").setValue("刘小华");
  await page.get(".foot button").trigger("click");
  await vi.waitFor(() => expect(house.waiting).toHaveLength(1));
  expect(house.waiting[0]!.child, "the same child").toBe(child);
  expect(house.refused).toEqual([]);
});
