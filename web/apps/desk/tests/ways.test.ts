import { expect, test } from "vitest";
import { WAYS } from "../src/alarms/ways.ts";

test("an address is made of what was filled in, whatever signs stand in it", () => {
  expect(WAYS.wecombot!.address({ key: " ab-12 " })).toBe("wecombot://ab-12");
  expect(WAYS.dingtalk!.address({ token: "t", secret: "SEC1" })).toBe("dingtalk://SEC1@t");
  expect(WAYS.dingtalk!.address({ token: "t", secret: "" })).toBe("dingtalk://t");
  expect(WAYS.mailtos!.address({ user: "a@b.cn", password: "p:/@", server: "smtp.b.cn", to: "c@d.cn" })).toBe(
    "mailtos://a%40b.cn:p%3A%2F%40@smtp.b.cn?to=c%40d.cn",
  );
  expect(WAYS.jsons!.address({ host: "https://gw.cn:8443/sms" })).toBe("jsons://gw.cn:8443/sms");
});
