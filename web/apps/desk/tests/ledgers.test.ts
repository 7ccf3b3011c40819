// @vitest-environment happy-dom
import { api } from "@hutong/api";
import { flushPromises } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import LedgerColumns from "../src/ledgers/LedgerColumns.vue";
import LedgerRowWhat from "../src/ledgers/LedgerRowWhat.vue";
import { screen } from "./mounting.ts";

const column = { column: "A", header: "姓名", field: "name" };
const table = (key: string, header_rows: number[], understood: object[] = []) => ({
  name: "台账",
  key,
  header_rows,
  columns: [column],
  remembered: null,
  understood,
});
const ledger = {
  id: "1",
  file_name: "台账.xlsx",
  sheets: [
    table(
      "台账",
      [2],
      [{ what: "categories", key: "@categories3", value: "orphan_scattered", text: "一、散居孤儿", row: 3 }],
    ),
    table("台账/A8", [8]),
    {
      name: "汇总",
      key: "汇总",
      header_rows: [],
      columns: [],
      remembered: null,
      understood: [{ what: "passed_over", key: "", value: null, text: "这张工作表是汇总数字，没有读。", row: null }],
    },
  ],
  fields: [{ key: "name", label: "姓名" }],
  categories: [{ key: "orphan_scattered", label: "散居孤儿" }],
  townships: ["万宝镇"],
};

test("the mapping shows two tables of one sheet, what a section line said, and why a sheet was passed over", async () => {
  const { shown } = await screen(LedgerColumns, { props: { ledger } });
  const said = shown.text();
  for (const text of [
    "第 1 张表：表头在第 2 行",
    "第 2 张表：表头在第 8 行",
    "第 3 行“一、散居孤儿”",
    "没有读的工作表：汇总",
    "这张工作表是汇总数字",
  ])
    expect(said).toContain(text);
});

test("what was understood is corrected like a column, under its own key", async () => {
  const post = vi.spyOn(api, "POST").mockResolvedValue({ data: {}, response: new Response() } as never);
  const { shown } = await screen(LedgerColumns, { props: { ledger } });
  const chosen = shown.find("[data-test=understood]").findComponent({ name: "ElSelect" });
  chosen.vm.$emit("update:modelValue", "");
  await flushPromises();
  await shown
    .findAll("button")
    .find((one) => one.text() === "按改过的重新核对" && !one.attributes("disabled"))!
    .trigger("click");
  await flushPromises();
  expect(post.mock.calls[0]![1]).toMatchObject({ body: { sheet: "台账", columns: { "@categories3": null } } });
});

test("a closed file, a child who left and a doubt say what a person does", async () => {
  const row = {
    problems: [{ field: "name", label: "姓名", code: "exited", severity: "warning", message: "已退出。" }],
    changes: [],
    doubts: ["0周岁，写的是初中。"],
    child_id: "c1",
  };
  const { shown } = await screen(LedgerRowWhat, { props: { row } });
  expect(shown.find("[data-test=open-away]").attributes("href")).toBe("/children/c1");
  expect(shown.text()).toContain("办理恢复在册");
  expect(shown.find("[data-test=doubt]").text()).toContain("0周岁");
});
