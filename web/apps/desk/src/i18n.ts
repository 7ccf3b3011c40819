import { createI18n } from "vue-i18n";

// One file a domain: locales/zh-CN/children.json holds every `children.…` text.
const files = import.meta.glob<Record<string, unknown>>("./locales/zh-CN/*.json", {
  eager: true,
  import: "default",
});

const messages = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ""), texts]),
);

export const i18n = createI18n({ legacy: false, locale: "zh-CN", messages: { "zh-CN": messages as never } });

interface Texts {
  t(key: string, named: Record<string, unknown>): string;
  te(key: string): boolean;
}

// The composer's own type unfolds without end where the messages are not known to the compiler.
const texts = i18n.global as unknown as Texts;

/** A text in script code; templates use $t. */
export function t(key: string, named: Record<string, unknown> = {}): string {
  return texts.t(key, named);
}

/** Whether there is such a text. */
export const said = (key: string): boolean => texts.te(key);
