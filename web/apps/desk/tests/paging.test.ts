// @vitest-environment happy-dom
import { flushPromises } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import ListFoot from "../src/shared/ListFoot.vue";
import { every, usePages, type Page } from "../src/shared/pages.ts";
import { screen } from "./mounting.ts";

const AT = "2026-11-20T01:00:00Z";
const LIST: Record<string, Page<string>> = {
  first: { items: ["甲", "乙"], total: { count: 5, capped: false }, next: "b", as_of: AT },
  b: { items: ["丙", "丁"], total: { count: 5, capped: false }, next: "c", as_of: AT },
  c: { items: ["戊"], total: { count: 5, capped: false }, next: null, as_of: AT },
};
const village = ref("新立村");

async function list(ask: (after: Page<string>["next"]) => Promise<Page<string>>) {
  const List = defineComponent(() => {
    const pages = usePages(ask, [village]);
    return () => [h("p", pages.items.value.join("")), h("em", pages.error.value), h(ListFoot, { pages })];
  });
  const { shown } = await screen(List);
  const press = async (words: string) => {
    await shown
      .findAll("button")
      .find((one) => one.text() === words)!
      .trigger("click");
    await flushPromises();
  };
  return { shown, press };
}

test("pages are turned with the server's keys, there and back, and the foot tells the true total", async () => {
  const ask = vi.fn(async (after: Page<string>["next"]) => LIST[after ?? "first"]!);
  const { shown, press } = await list(ask);
  expect(shown.get("p").text()).toBe("甲乙");
  expect(shown.get("[data-test=count]").text()).toContain("5");
  await press("下一页");
  await press("下一页");
  expect(shown.get("p").text()).toBe("戊");
  expect(shown.findAll("button")[1]!.attributes("disabled")).toBeDefined();
  await press("上一页");
  expect(shown.get("p").text()).toBe("丙丁");
  expect(ask.mock.calls.map(([after]) => after)).toEqual([undefined, "b", "c", "b"]);
});

test("another filter begins at the first page", async () => {
  const ask = vi.fn(async (after: Page<string>["next"]) => LIST[after ?? "first"]!);
  const { press } = await list(ask);
  await press("下一页");
  village.value = "江北村";
  await flushPromises();
  expect(ask.mock.calls.at(-1)).toEqual([undefined]);
});

test("an answer that comes late does not stand under a newer question", async () => {
  const waiting: ((page: Page<string>) => void)[] = [];
  const { shown } = await list(() => new Promise((resolve) => waiting.push(resolve)));
  village.value = "新立村";
  await flushPromises();
  waiting[1]!(LIST.c!);
  waiting[0]!(LIST.first!);
  await flushPromises();
  expect(shown.get("p").text()).toBe("戊");
});

test("a page that does not come leaves what stood there, and says so", async () => {
  let down = false;
  const { shown, press } = await list(async (after) => {
    if (down) throw new Error("no");
    return LIST[after ?? "first"]!;
  });
  down = true;
  await press("下一页");
  expect(shown.get("p").text()).toBe("甲乙");
  expect(shown.get("em").text()).not.toBe("");
});

test("a total beyond what is counted is told as at least that much", async () => {
  const { shown } = await list(async () => ({ items: [], total: { count: 10_000, capped: true }, next: null }));
  expect(shown.get("[data-test=count]").text()).toContain("+");
});

test("what is chosen from is read whole", async () => {
  expect(await every(async (after) => LIST[after ?? "first"]!)).toEqual(["甲", "乙", "丙", "丁", "戊"]);
});
