import assert from "node:assert/strict";
import { test } from "vitest";
import { changedValues, fieldsOf, missing, shown, textOf } from "../src/index.ts";
import type { FormSchema } from "../src/index.ts";

const FATHER: FormSchema = {
  properties: {
    location: {
      title: "务工地点",
      type: "string",
      "x-order": 2,
      "x-show-if": { field: "whereabouts", in: ["abroad"] },
    },
    whereabouts: {
      title: "在哪里",
      enum: ["home", "abroad"],
      "x-labels": { home: "在家", abroad: "国外务工" },
      "x-order": 1,
    },
    name: { title: "姓名", type: "string", "x-order": 0 },
  },
  required: ["name", "location"],
};

test("fields stand in the order of the paper", () => {
  assert.deepEqual(
    fieldsOf(FATHER).map((field) => field.name),
    ["name", "whereabouts", "location"],
  );
});

test("where the father works is asked only when he is away", () => {
  const location = FATHER.properties.location!;
  assert.equal(shown(location, { whereabouts: "home" }), false);
  assert.equal(shown(location, { whereabouts: "abroad" }), true);
  assert.deepEqual(missing(FATHER, { whereabouts: "home" }), ["name"]);
  assert.deepEqual(missing(FATHER, { whereabouts: "abroad", name: "金哲" }), ["location"]);
});

test("values are read with their labels, several joined by 、", () => {
  assert.equal(textOf(FATHER.properties.whereabouts!, "abroad"), "国外务工");
  assert.equal(textOf(FATHER.properties.whereabouts!, ["home", "abroad"]), "在家、国外务工");
  assert.equal(textOf(FATHER.properties.whereabouts!, null), "");
});

test("only what differs is sent; an emptied field is null, an untouched empty one is not sent", () => {
  const before = { name: "金哲", location: null, kinds: ["a"] };
  assert.deepEqual(changedValues(before, { name: "", location: "", kinds: ["a"] }), { name: null });
  assert.deepEqual(changedValues(before, { name: "金哲", location: "安山", kinds: [] }), {
    location: "安山",
    kinds: [],
  });
});
