import { age } from "@hutong/ui";
import { fieldsOf, shown } from "./fields.ts";
import { empty } from "./rules.ts";
import type { Field, FormSchema, RuleError, Values } from "./schema.ts";

/** One group of the paper file, as it is described to phones. */
interface Group {
  key: string;
  form: FormSchema;
}

// As hutong/children/values/phones.py reads them.
const MOBILE = /^1[3-9]\d{9}$/;
const VALID = new RegExp(
  `^(?:${[
    /1[3-9]\d{9}/,
    /0[1-9]\d{1,2}-?[2-9]\d{6,7}(?:-\d{1,6})?/,
    /[2-8]\d{6,7}(?:-\d{1,6})?/,
    /400-?\d{3}-?\d{4}/,
    /\+(?!86)\d[\d-]{5,17}\d/,
  ]
    .map((one) => one.source)
    .join("|")})$`,
);
const CHINA = /(?:\+|00)86-?(?=1[3-9]\d{9}$|0?[1-9]\d{9,11}$)/g;
const BETWEEN = /[、,;/|\n]|或者?|和/;
const NOTE = /\([^()0-9]*\)|[^\d+()\s-]+/g;
const NUMBER = /^[0-9A-Za-z()-]{5,40}$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ADULT = 18;

/** What is wrong in one group, at its fields; what only the register knows is the server's (hutong/children/clean.py). */
export function checkGroup({ key, form }: Group, values: Values, today: string): RuleError[] {
  const errors = fieldsOf(form)
    .filter((field) => shown(field, values))
    .flatMap((field) => {
      const message = wrong(field, values[field.name], today);
      return message ? [{ field: field.name, message }] : [];
    });
  if (key === "child") return [...errors, ...fits(values, today)];
  if (key === "schooling" && !empty(Object.values(values).filter((one) => !empty(one))) && empty(values.stage))
    errors.push({ field: "stage", message: "请先选择就学阶段。" });
  return errors;
}

function wrong(field: Field, given: unknown, today: string): string {
  if (empty(given)) return field.required ? "这一项必须填写。" : "";
  const text = String(given).replace(/\s+/g, " ").trim();
  if (field.format === "date" && text > today) return "日期不能晚于今天。";
  if (field.format === "phone" && !phones(text)) return "电话应为 11 位手机号、带区号的座机号，或以 + 开头的国外号码。";
  if (field.format === "id-number" && !NUMBER.test(text)) return "号码只能由数字、字母组成。";
  return "";
}

function phones(text: string): boolean {
  if (MOBILE.test(text)) return true;
  const numbers = text.normalize("NFKC").split(BETWEEN).map(bare).filter(Boolean);
  return numbers.length > 0 && numbers.every((one) => VALID.test(one));
}

function bare(part: string): string {
  const plain = part.replace(NOTE, " ").replace(/\s/g, "").replaceAll("(", "").replaceAll(")", "-");
  const here = plain.replace(CHINA, "").replace(/^00(?=[1-9])/, "+");
  const joined = here.replaceAll("-", "");
  return MOBILE.test(joined) ? joined : here.replace(/^-+|-+$/g, "");
}

/** Whether birth date, sex and a resident's number fit each other (GB 11643-1999). */
function fits(child: Values, today: string): RuleError[] {
  const born = String(child.birth_date ?? "");
  if (!born || !child.sex || born > today) return [];
  if (age(born, today) >= ADULT)
    return [{ field: "birth_date", message: "按这个日期已满十八周岁，不是儿童档案；确已成年请办理退出。" }];
  const number = String(child.id_number ?? "").toUpperCase();
  if (!number || (child.id_kind ?? "resident") !== "resident" || !NUMBER.test(number)) return [];
  const message = resident(number, born, String(child.sex));
  return message ? [{ field: "id_number", message }] : [];
}

function resident(number: string, born: string, sex: string): string {
  if (number.length !== 18) return "身份证号应为 18 位。";
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  const told = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if ("10X98765432"[sum % 11] !== number[17] || Number.isNaN(Date.parse(told)))
    return number.endsWith("000")
      ? "身份证号末几位已丢失，请照证件重新填写。"
      : "身份证号校验位不对，请核对有没有抄错。";
  if (told !== born) return "身份证号中的出生日期与填写的出生日期不一致。";
  return (Number(number[16]) % 2 ? "male" : "female") === sex ? "" : "身份证号中的性别位与填写的性别不一致。";
}
