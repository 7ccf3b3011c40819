// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { flushPromises, mount } from "@vue/test-utils";
import { Vault, type User } from "@hutong/offline";
import { Dexie } from "dexie";
import { beforeEach, expect, test, vi } from "vitest";
import type { Component } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { i18n } from "../src/i18n.ts";
import { correction } from "../src/mine/correcting.ts";
import UnsentPage from "../src/mine/UnsentPage.vue";
import { act, enter, house, opened, refreshLine, reload } from "../src/phone/house.ts";
import RecordHistory from "../src/records/RecordHistory.vue";
import RecordPage from "../src/records/RecordPage.vue";

vi.mock(import("../src/phone/sync.ts"), () => ({ exchange: vi.fn(), sync: { running: false, told: "" } }) as never);
/** A record as `hutong records` makes one that says it goes to phones. */
vi.mock(import("@hutong/forms"), async (original) => {
  const forms = await original();
  const talk = {
    properties: {
      on: {
        title: "日期",
        type: "string" as const,
        format: "date" as const,
        "x-order": 0,
        "x-usual": "today",
        "x-not-after": "today",
      },
      mode: {
        title: "方式",
        type: "string" as const,
        enum: ["home", "phone"],
        "x-labels": { home: "入户", phone: "电话" },
        "x-order": 1,
      },
      text: { title: "情况", type: "string" as const, format: "text" as const, maxLength: 10, "x-order": 2 },
    },
    required: ["on", "mode", "text"],
  };
  const kind = {
    feed: "talks",
    title: "谈话",
    form: "TalkIn",
    day: "on",
    sends: "care.record_talk",
    ownPage: false,
    shows: [{ name: "recorded_name", title: "记录人" }],
    discharges: [],
  };
  return { ...forms, records: { ...forms.records, TalkIn: talk }, onPhone: [...forms.onPhone, kind] } as never;
});

const CHILD = { name: "郭宇志", sex: "male", birth_date: "2018-03-04", rev: 3, categories: [], groups: {} };

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  Dexie.dependencies.indexedDB = globalThis.indexedDB;
  const vault = await Vault.open("p1", crypto.getRandomValues(new Uint8Array(32)));
  await vault.put("records", [
    ["child:c1", { type: "child", id: "c1", place: 1, version: 1, data: CHILD }],
    [
      "talks:c1",
      {
        type: "talks",
        id: "c1",
        place: 1,
        version: 1,
        data: { items: [{ id: "t0", on: "2026-01-02", mode: "phone", text: "想妈妈", recorded_name: "赵明" }] },
      },
    ],
  ]);
  await enter({ id: "p1", name: "王秀兰" } as User, vault);
});

async function shown(component: Component, props: object, address: string) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: {} }] });
  await router.push(address);
  const page = mount(component, { props, global: { plugins: [i18n, router] }, attachTo: document.body });
  await flushPromises();
  return { page, router };
}
const kind = async () => (await import("@hutong/forms")).onPhone.at(-1)!;

test("a declared record is listed in words, written on the phone, and stands first until it is sent", async () => {
  const { page, router } = await shown(RecordPage, { id: "c1", feed: "talks" }, "/children/c1/records/talks");
  await page.get("[data-test=save-record]").trigger("click");
  expect(page.text()).toContain("请填写方式。");
  expect(page.text()).toContain("请填写情况。");
  await page
    .findAll("[role=radio]")
    .find((one) => one.text() === "入户")!
    .trigger("click");
  await page.get("textarea").setValue("很好");
  await page.get("[data-test=save-record]").trigger("click");
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/children/c1"));
  expect(house.waiting[0]).toMatchObject({
    kind: "care.record_talk",
    child: "c1",
    payload: { child: "c1", mode: "home" },
  });

  const { page: list } = await shown(RecordHistory, { child: house.children.get("c1"), kind: await kind() }, "/");
  expect(list.text()).toMatch(/王秀兰.*方式：入户.*情况：很好.*2026-01-02 赵明.*方式：电话/s);
  expect(list.text()).not.toMatch(/home|phone/);
});

test("what the server sent back says all that is wrong and is corrected under its own id", async () => {
  const payload = { id: "t1", child: "c1", on: "2026-01-01", mode: "home", text: "太长" };
  const sent = await act({ kind: "care.record_talk", child: "c1", rev: 3, title: "谈话：郭宇志", payload });
  const errors = [
    { field: "on", message: "日期早于建档日期。" },
    { field: "text", message: "情况写得不清楚。" },
  ];
  await opened().outbox.mark(sent.id, { state: "refused", told: "日期早于建档日期。；情况写得不清楚。", errors });
  await reload();

  const { page: list, router } = await shown(UnsentPage, {}, "/mine/unsent");
  for (const one of errors) expect(list.text()).toContain(one.message);
  await list.get("[data-test=correct]").trigger("click");
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/children/c1/records/talks"));
  expect(house.refused, "it stays until it is put right").toHaveLength(1);

  const { page } = await shown(RecordPage, { id: "c1", feed: "talks" }, "/children/c1/records/talks");
  await vi.waitFor(() => expect(page.find("[data-test=sent-back]").exists()).toBe(true));
  for (const one of errors) expect(page.get("[data-test=sent-back]").text()).toContain(one.message);
  expect(page.get("textarea").element.value).toBe("太长");
  await page.get("textarea").setValue("清楚了");
  await page.get("[data-test=save-record]").trigger("click");
  await vi.waitFor(() => expect(house.waiting.map((one) => one.payload)).toEqual([{ ...payload, text: "清楚了" }]));
  await vi.waitFor(async () => expect(await opened().vault.all("drafts")).toEqual(new Map()));
  expect(house.refused).toEqual([]);
});

test("every kind of operation in which somebody wrote something has a page where it is corrected", () => {
  const payloads: Record<string, object> = {
    "care.record_visit": { child: "c1", on: "2026-01-01" },
    "children.update": { child: "c1", changes: { carer: { name: "李" } }, base: {} },
    "children.leave": { child: "c1", reason: "moved", on: "2026-01-01", note: "" },
    "children.register": { id: "c2", place: 1, groups: { child: {} }, categories: [] },
    "children.return": { child: "c1", note: "记错了" },
    "children.add_category": { child: "c1", key: "distressed", since: "2026-01-01" },
    "children.end_category": { child: "c1", category: "k1", on: "2026-01-01", reason: "返乡" },
    "moves.ask": { child: "c1", to: 222426106201, reason: "搬家" },
    "duties.ask_waiver": { duty: "d1", reason: "外出" },
    "care.fix_problem": { subject: "k1", note: "门锁换好了" },
    "feedback.send": { kind: "suggestion", topic: "other", text: "字太小" },
  };
  const ways = Object.entries(payloads).map(([kind, payload]) =>
    correction({ kind, payload, child: "c1", attachments: [] } as never, [{ id: "d1", subject: "k1" } as never]),
  );
  expect(ways.map((way) => way?.to)).toEqual([
    "/children/c1/visit",
    "/children/c1/change/carer",
    "/children/c1/left",
    "/children/new",
    "/children/c1/return",
    "/children/c1/categories",
    "/children/c1/categories",
    "/children/c1/move",
    "/duties/d1/free",
    "/duties/d1",
    "/mine/feedback",
  ]);
  expect(correction({ kind: "children.confirm", payload: { child: "c1" }, child: "c1" } as never, [])).toBeNull();
});

test("one of its like that is being written is not overwritten", async () => {
  const sent = await act({ kind: "care.record_talk", child: "c1", title: "谈话", payload: { id: "t1", child: "c1" } });
  await opened().outbox.mark(sent.id, { state: "refused", told: "不行。" });
  await opened().vault.put("drafts", [["record:talks:c1", { id: "t2", text: "正在写" }]]);
  refreshLine();
  const { page } = await shown(UnsentPage, {}, "/mine/unsent");
  await page.get("[data-test=correct]").trigger("click");
  await vi.waitFor(() => expect(page.text()).toContain("先写完那一份"));
  expect(house.refused).toHaveLength(1);
});
