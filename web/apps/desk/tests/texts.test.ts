import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const sources = globSync("**/*.{vue,ts}", { cwd: SRC }).map(
  (path) => [path, readFileSync(join(SRC, path), "utf8")] as const,
);
const texts = Object.fromEntries(
  globSync("locales/zh-CN/*.json", { cwd: SRC }).map((path) => [
    basename(path, ".json"),
    JSON.parse(readFileSync(join(SRC, path), "utf8")) as unknown,
  ]),
);

function textOf(key: string): unknown {
  return key.split(".").reduce<unknown>((found, step) => (found as Record<string, unknown> | undefined)?.[step], texts);
}

test("every text that a screen asks for is in the locale files", () => {
  const wanted = sources.flatMap(([path, source]) =>
    [...source.matchAll(/["'`]((?:[a-z]+)\.(?!length)[a-zA-Z]+(?:\.[a-zA-Z0-9]+)*)["'`]/g)].map(
      (hit) => [path, hit[1]!] as const,
    ),
  );
  const missing = wanted.filter(([, key]) => key.split(".")[0]! in texts && typeof textOf(key) !== "string");
  assert.deepEqual(missing, []);
});

test("no Chinese stands in the code: screens take every word from the locale files", () => {
  const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gm, "");
  const found = sources.filter(([, source]) => /[\u4e00-\u9fff]/.test(withoutComments(source))).map(([path]) => path);
  assert.deepEqual(found, []);
});

test("no English word stands in a text that people read", () => {
  const flat = (value: unknown): string[] =>
    typeof value === "string" ? [value] : Object.values(value as object).flatMap(flat);
  // Names of things that Chinese offices write in Latin letters, and named values.
  const plain = (text: string) => text.replace(/\{\w+\}|Excel|CSV|PDF/g, "");
  assert.deepEqual(
    flat(texts).filter((text) => /[A-Za-z]/.test(plain(text))),
    [],
  );
});

test("every text is asked for by some screen", () => {
  const all = sources.map(([, source]) => source).join("\n");
  const begun = [...all.matchAll(/`([a-zA-Z]+\.[^`$]*)\$\{/g)].map((hit) => hit[1]!);
  const keys = (value: unknown, path: string): string[] =>
    typeof value === "string" ? [path] : Object.entries(value as object).flatMap(([k, v]) => keys(v, `${path}.${k}`));
  const unasked = Object.entries(texts)
    .flatMap(([file, value]) => keys(value, file))
    .filter((key) => !new RegExp(`["'\`]${key.replaceAll(".", "\\.")}["'\`]`).test(all))
    .filter((key) => !begun.some((start) => key.startsWith(start)));
  assert.deepEqual(unasked, []);
});
