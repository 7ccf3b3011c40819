import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import type { Component } from "vue";
import { createMemoryHistory, createRouter, type Router } from "vue-router";
import { useSession } from "../src/accounts/session.ts";
import { installElements } from "../src/elements.ts";
import { i18n } from "../src/i18n.ts";

/** A screen as it stands in the app: texts, parts, an address, and somebody who is signed in. */
export async function screen(
  component: Component,
  { props = {}, address = "/", role = "civil_affairs" }: { props?: object; address?: string; role?: string } = {},
) {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().me = { acting: { role, places: [] }, permissions: [], today: "2026-11-20" } as never;
  const router: Router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/:rest(.*)*", component: {} }],
  });
  await router.push(address);
  const shown = mount(component, {
    props,
    global: { plugins: [pinia, i18n, router, { install: installElements }] },
    attachTo: document.body,
  });
  await flushPromises();
  return { shown, router };
}

/** A composable inside a screen of its own. */
export async function used<T>(composable: () => T, address = "/") {
  let made!: T;
  const { router, shown } = await screen({ setup: () => ((made = composable()), () => null) }, { address });
  return { made, router, shown };
}
