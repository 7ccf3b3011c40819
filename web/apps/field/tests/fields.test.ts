import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "vitest";

const SRC = new URL("../src/", import.meta.url);
const templates = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".vue"));

test("no field leaves what was typed to the browser, which writes it to the disk in the clear to restore a tab", () => {
  for (const name of templates) {
    const text = readFileSync(new URL(name, SRC), "utf8");
    const fields = text.match(/<(?:textarea|input|select)\b(?:[^>"]|"[^"]*")*>/g) ?? [];
    for (const field of fields.filter((one) => !one.includes('type="checkbox"')))
      assert.match(field, /autocomplete=/, `${name}: ${field}`);
  }
});

test("nothing said of a child goes into an address, which the browser keeps in its history", () => {
  for (const name of templates) {
    const text = readFileSync(new URL(name, SRC), "utf8");
    assert.doesNotMatch(text, /query: \{[^}]*(name|words|value)\b/, name);
  }
});
