import { expect, test } from "vitest";
import { fromNumber } from "../src/index.ts";

test("a whole, right number says sex and birthday, however it was typed", () => {
  const told = { birth_date: "1949-12-31", sex: "female" };
  for (const typed of [
    "11010519491231002X",
    "11010519491231002x",
    " 110105 19491231 002X",
    "１１０１０５１９４９１２３１００２Ｘ",
  ])
    expect(fromNumber(typed)).toEqual(told);
});

test("what is half typed, wrong or of no day says nothing", () => {
  for (const typed of ["", null, "1101051949123100", "110105194912310021", "护照 E123", "110105194913310020"])
    expect(fromNumber(typed)).toBeNull();
});
