// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { blankVisit, unexplained, type VisitForm } from "@hutong/forms";
import { mount } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import { reactive } from "vue";
import { i18n } from "../src/i18n.ts";
import GroupFields from "../src/shared/GroupFields.vue";
import SaidField from "../src/shared/SaidField.vue";
import { unspoken } from "../src/visit/spoken.ts";
import VisitFindings from "../src/visit/VisitFindings.vue";
import VoiceNote from "../src/visit/VoiceNote.vue";

vi.mock(import("../src/phone/house.ts"), () => ({ house: {}, opened: vi.fn(), isOpen: () => false }) as never);
const PART = { id: "p", kind: "voice" as const, mime: "audio/webm", size: 3, sha256: "x" };
const global = { plugins: [i18n] };

test("a problem that was spoken of needs no writing", async () => {
  const form = reactive({ ...blankVisit("2026-11-29"), findings: { living: "problem" } }) as VisitForm;
  const questions = {
    checklist: [{ value: "living", label: "生活保障" }],
    findings: [{ value: "problem", label: "有问题" }],
  };
  expect(unexplained(form, "living")).toBe(true);
  const page = mount(VisitFindings, { props: { modelValue: form, questions, tried: true } as never, global });
  page.getComponent(VoiceNote).vm.$emit("kept", PART);
  expect(unexplained(form, "living")).toBe(false);
  expect(page.emitted("kept")).toEqual([[PART]]);
});

test("long text boxes of every form may be spoken into; what was written stays", () => {
  const form = { properties: { remark: { title: "备注", type: "string" as const, format: "text" as const } } };
  const group = { key: "child", title: "儿童本人", form };
  const page = mount(GroupFields, { props: { group, modelValue: {} }, global });
  page.getComponent(VoiceNote).vm.$emit("kept", PART);
  expect(page.emitted("update:modelValue")).toEqual([[{ remark: "（见录音）" }]]);
  expect(page.emitted("spoken")).toEqual([[PART]]);

  const said = mount(SaidField, { props: { label: "为什么", modelValue: "搬家", parts: [] }, global });
  said.getComponent(VoiceNote).vm.$emit("kept", PART);
  expect(said.emitted("update:modelValue")).toBeUndefined();
  expect(said.emitted("update:parts")).toEqual([[[PART]]]);
});

test("without its recording the words that stand for it go, and others stay", () => {
  expect(unspoken("（见录音）")).toBe("");
  expect(unspoken("门锁坏了")).toBe("门锁坏了");
});
