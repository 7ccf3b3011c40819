import { expect, test } from "vitest";
import { answered, blankVisit, visitWords, type ToAsk } from "../src/index.ts";

const QUESTION: ToAsk = { id: "1", text: "生活费到账了吗", answers: ["是", "否"] };
const FORM = {
  modes: [{ value: "home", label: "入户" }],
  seen: [{ value: "child", label: "儿童本人" }],
  checklist: [{ value: "safety", label: "安全" }],
  findings: [{ value: "problem", label: "有问题" }],
  risks: [],
  words_by: [],
};
const about = { child: "张小明", visitor: "王秀兰", explained: "我听明白了。", asked: [QUESTION] };

function visit() {
  const form = { ...blankVisit("2026-11-23"), mode: "home" as const, findings: { safety: "problem" as const } };
  return { ...form, notes: { safety: "炉子漏烟" }, seen: ["child" as const], words: "爸爸打我", risk: "high" as const };
}

test("whoever signs reads what was found and what was answered to an office", () => {
  const words = visitWords(
    { ...visit(), answers: answered(visit(), QUESTION, "否", "卡被冻结了") },
    FORM as never,
    about,
  );
  expect(words.split("\n")).toEqual([
    "走访记录：张小明",
    "走访日期：2026-11-23",
    "走访方式：入户",
    "见到的人：儿童本人",
    "安全：有问题（炉子漏烟）",
    "生活费到账了吗：否（卡被冻结了）",
    "走访人：王秀兰",
    "我听明白了。",
  ]);
});

test("an answer stays among the words though its question was withdrawn meanwhile", () => {
  const answers = answered(visit(), QUESTION, "否");
  expect(visitWords({ ...visit(), answers }, FORM as never, { ...about, asked: [] })).toContain("另外问到的事：否");
});

test("what the child said for itself, and how great its risk is, is shown to nobody who signs", () => {
  expect(visitWords(visit(), FORM as never, about)).not.toMatch(/爸爸打我|高风险/);
});
