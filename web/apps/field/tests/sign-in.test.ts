// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { ApiError } from "@hutong/api";
import { flushPromises, mount } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { i18n } from "../src/i18n.ts";
import { enrol } from "../src/lock/enrol.ts";
import SignInPage from "../src/lock/SignInPage.vue";
import { users } from "../src/phone/house.ts";

vi.mock(import("../src/phone/sync.ts"), () => ({ start: vi.fn() }) as never);
vi.mock(
  import("../src/lock/enrol.ts"),
  () =>
    ({
      signIn: () =>
        Promise.resolve({ id: "p1", name: "王秀兰", staffNumber: "22242600101", password: "x", mustChange: false }),
      enrol: vi.fn(),
    }) as never,
);

async function type(page: ReturnType<typeof mount>, pin: string): Promise<void> {
  for (const digit of pin)
    await page
      .findAll(".keys button")
      .find((one) => one.text() === digit)!
      .trigger("click");
  await flushPromises();
}

test("a phone that the server forgot with a restore keeps what waits in it: its owner opens it by the PIN of before", async () => {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  vi.spyOn(users, "key").mockImplementation((_id, pin) =>
    Promise.resolve(pin === "482915" ? { state: "right", raw } : { state: "wrong", left: 4 }),
  );
  vi.mocked(enrol)
    .mockRejectedValueOnce(new ApiError(404, { code: "no_device", message: "没有登记", fields: [] }))
    .mockRejectedValueOnce(new ApiError(0, { code: "unreachable" }));
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: {} }] });
  await router.push("/sign-in");
  const page = mount(SignInPage, { global: { plugins: [i18n, router] }, attachTo: document.body });
  await page.get("#staff").setValue("22242600101");
  await page.get("#password").setValue("x");
  await page.get("form").trigger("submit");
  await flushPromises();
  await type(page, "222426");
  expect(page.text(), "out of the staff number").toContain("太容易猜");
  await type(page, "730164");
  await type(page, "730164");
  await vi.waitFor(() => expect(page.text()).toContain("找回没上传的记录"));
  await type(page, "111111");
  await vi.waitFor(() => expect(page.text()).toContain("还能试 4 次"));
  await type(page, "482915");
  await vi.waitFor(() => expect(vi.mocked(enrol)).toHaveBeenCalledTimes(2));
  expect(vi.mocked(enrol).mock.lastCall).toMatchObject([{ id: "p1" }, "730164", raw]);
});
