// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from "@vue/test-utils";
import { afterEach, expect, test } from "vitest";
import AppointDialog from "../src/workforce/AppointDialog.vue";
import { screen } from "./mounting.ts";
import { answers, sent } from "./setup.ts";

const [COUNTY, VILLAGE] = [222426_000_000, 222426_105_204];
let open: VueWrapper | undefined;
afterEach(() => open?.unmount());

async function dialog(role: string, place: number | null) {
  answers.set("/api/v1/organisations", () => ({
    items: [{ name: "安图县公安局", place: { code: COUNTY } }],
    next: null,
  }));
  open = (await screen(AppointDialog, { props: { place }, role })).shown;
  const part = (name: string) => open!.findComponent({ name });
  const roles = () => open!.findAllComponents({ name: "ElSelect" })[0]!;
  const choose = async (one: string, at: number) => {
    roles().vm.$emit("update:modelValue", one);
    await flushPromises();
    // Choosing the role empties the place; the one where it stands is chosen next.
    open!.findComponent({ name: "PlaceInput" }).vm.$emit("update:modelValue", at);
    await flushPromises();
  };
  const write = async (id: string, words: string) => {
    const field = document.getElementById(id) as HTMLInputElement;
    field.value = words;
    field.dispatchEvent(new Event("input"));
    await flushPromises();
  };
  const button = () => [...document.querySelectorAll<HTMLButtonElement>(".el-dialog__footer button")].at(-1)!;
  const offered = () =>
    roles()
      .findAllComponents({ name: "ElOption" })
      .map((one) => one.props("value"));
  return { part, choose, write, button, offered };
}

test("a supervisor names child directors only, an administrator administrators only", async () => {
  expect((await dialog("supervisor", VILLAGE)).offered()).toEqual(["child_director"]);
  open!.unmount();
  expect((await dialog("administrator", COUNTY)).offered()).toEqual(["administrator"]);
  open!.unmount();
  expect((await dialog("civil_affairs", COUNTY)).offered()).toContain("auditor");
});

test("only posts of a county may be asked for sealed matters, and what was ticked for one is not sent for another", async () => {
  const { choose, write, button } = await dialog("civil_affairs", COUNTY);
  await choose("civil_affairs", COUNTY);
  expect(document.getElementById("post-sealed")).not.toBeNull();
  open!.findComponent({ name: "ElCheckbox" }).vm.$emit("update:modelValue", true);
  await choose("child_director", VILLAGE);
  expect(document.getElementById("post-sealed")).toBeNull();
  await write("post-name", "王秀兰");
  button().click();
  await flushPromises();
  const body = sent.find((one) => one.path === "/api/v1/posts")!.body;
  expect(body).toMatchObject({
    role: "child_director",
    place: VILLAGE,
    name: "王秀兰",
    sealed: false,
    staff_number: null,
  });
});

test("who sees only what is shared is named for an office of the register", async () => {
  const { choose, write, button } = await dialog("civil_affairs", COUNTY);
  await choose("department", COUNTY);
  await write("post-name", "刘警官");
  expect(button().disabled).toBe(true);
  open!.findAllComponents({ name: "ElSelect" }).at(-1)!.vm.$emit("update:modelValue", "安图县公安局");
  await flushPromises();
  expect(button().disabled).toBe(false);
});

test("without a name nobody is appointed", async () => {
  const { choose, write, button } = await dialog("civil_affairs", COUNTY);
  await choose("supervisor", 222426_105_000);
  await write("post-name", "  ");
  expect(button().disabled).toBe(true);
});

test("the first password of a newcomer is shown once it is made", async () => {
  answers.set("/api/v1/posts", () => ({
    person: { name: "王秀兰", staff_number: "2224260004" },
    place: { name: "新立村" },
    role_name: "儿童主任",
    initial_password: "abcd-1234",
    sealed: false,
  }));
  const { choose, write, button } = await dialog("civil_affairs", COUNTY);
  await choose("child_director", VILLAGE);
  await write("post-name", "王秀兰");
  button().click();
  await flushPromises();
  expect(document.querySelector(".made code")!.textContent).toBe("abcd-1234");
  expect(open!.emitted("appointed")).toHaveLength(1);
});
