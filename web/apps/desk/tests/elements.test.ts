import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".vue"));
const named = (tag: string): string => tag.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());

/** One that is not is drawn as nothing, without a word. */
test("every part of Element Plus that a page draws is registered", () => {
  const known = readFileSync(join(SRC, "elements.ts"), "utf8");
  const drawn = new Set(
    files.flatMap((path) =>
      [...readFileSync(join(SRC, path), "utf8").matchAll(/<(el-[a-z-]+)/g)].map((one) => one[1]!),
    ),
  );
  expect([...drawn].filter((tag) => !known.includes(`  ${named(tag)},`))).toEqual([]);
});
