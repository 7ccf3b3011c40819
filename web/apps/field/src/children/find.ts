import type { Child } from "../phone/shapes.ts";

// As hutong/children/names.py: interpuncts and variation selectors are not typed; NFKC makes compatibility ideographs, radicals out
// of a PDF (⾦) and decomposed Hangul the usual ones.
const UNSAID = /[·•・‧∙⋅･᛫\u02d9\u0387﹒●．.\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\s]/gu;
const bare = (text: string): string => text.replaceAll(UNSAID, "").normalize("NFKC").toLowerCase();

/** Pinyin without spaces, or its initials: zhangxm, zxm and xiaom all find zhang xiao ming. */
function sounds(pinyin: string, words: string): boolean {
  const syllables = pinyin.toLowerCase().split(/\s+/);
  return syllables.some((_, at) => {
    const rest = syllables.slice(at);
    return (
      rest.join("").startsWith(words) ||
      rest
        .map((one) => [...one][0])
        .join("")
        .startsWith(words)
    );
  });
}

export type Filter = "all" | "left_behind" | "distressed" | "high" | "overdue" | "left";

/** Whether a child answers to what was typed: part of the name, pinyin, initials, or the file's number. */
export function matches(child: Child, typed: string): boolean {
  const words = bare(typed);
  if (!words) return true;
  return bare(child.name).includes(words) || child.number.toLowerCase() === words || sounds(child.pinyin, words);
}

/** Children in the order of the list: those of the search, in scope, by name. */
export function found(children: Iterable<Child>, typed: string, fits: (child: Child) => boolean): Child[] {
  return [...children]
    .filter((child) => matches(child, typed) && fits(child))
    .sort((a, b) => a.name.localeCompare(b.name, "zh-CN"));
}
