import assert from "node:assert/strict";
import { test } from "vitest";
import type { Child } from "../src/phone/shapes.ts";
import { matches } from "../src/children/find.ts";

const child = (name: string, pinyin: string): Child => ({ name, pinyin, number: "HT-1" }) as Child;

test("a name with an interpunct is found whichever dot is typed, or none", () => {
  const one = child("阿依古丽·买买提", "a yi gu li mai mai ti");
  for (const typed of ["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽买买提", "丽买", "买买提", "ayglmmt", "mai mai"])
    assert.ok(matches(one, typed), typed);
  assert.ok(!matches(one, "买提买"));
});

test("rare characters are found whole, as typed without their variation, and by the sound of the others", () => {
  assert.ok(matches(child("𠮷田", "𠮷 tian"), "𠮷"));
  assert.ok(matches(child("𠮷田", "𠮷 tian"), "𠮷t"));
  assert.ok(matches(child("𠮷田", "𠮷 tian"), "tian"));
  assert.ok(matches(child("葛\u{e0100}城", "ge cheng"), "葛城"));
  assert.ok(matches(child("葛城", "ge cheng"), "葛\u{e0100}城"));
  assert.ok(matches(child("\u{f9e4}城", "li cheng"), "理城"));
  assert.ok(matches(child("⾦文玉", "jin wen yu"), "金文"));
  assert.ok(matches(child("김철수", "gim cheol su"), "김철".normalize("NFD")));
});

test("dots alone find nobody in particular", () => {
  assert.ok(matches(child("葛城", "ge cheng"), "·"));
});
