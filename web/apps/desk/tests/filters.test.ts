// @vitest-environment happy-dom
import { flushPromises } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { useFilters } from "../src/children/filters.ts";
import { forgetWords } from "../src/shared/words.ts";
import { used } from "./mounting.ts";

beforeEach(forgetWords);

test("what the address says is what the list is asked for", async () => {
  const { made } = await used(useFilters, "/children?category=orphan&age_from=6&age_to=13&overdue=true&sort=-name");
  expect(made.filters.value).toEqual({
    q: undefined,
    category: "orphan",
    risk: undefined,
    sex: undefined,
    age_from: 6,
    age_to: 13,
    state: undefined,
    overdue: true,
    sort: "-name",
  });
  expect(made.active.value).toBe(true);
});

test("a filter goes into the address, beside the place and what was chosen before", async () => {
  const { made, router } = await used(useFilters, "/children?place=222426105204&risk=high");
  made.put({ category: "left_behind", age_from: 0 });
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({
    place: "222426105204",
    risk: "high",
    category: "left_behind",
    age_from: "0",
  });
});

test("words of a search never stand in the address", async () => {
  const { made, router } = await used(useFilters, "/children?q=黄佑俊&risk=high");
  expect(made.filters.value.q).toBeUndefined();
  made.put({ q: " 黄佑俊 " });
  await flushPromises();
  expect(router.currentRoute.value.fullPath).toBe("/children?risk=high");
  expect(decodeURIComponent(router.currentRoute.value.fullPath)).not.toContain("黄佑俊");
});

test("what was taken away leaves the address; all of it but the place by one press", async () => {
  const { made, router } = await used(useFilters, "/children?place=22&overdue=true&sex=female&sort=due");
  made.put({ overdue: false, sex: "" });
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ place: "22", sort: "due" });
  expect(made.active.value).toBe(false);
  made.clear();
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ place: "22" });
});
