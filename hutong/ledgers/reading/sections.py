"""What a title, a sheet's name or a section line says of all the children below it: their category, or that they have left."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hutong.children.values.text import squeeze
from hutong.children.values.vocabulary import Words, plain_label
from hutong.children.values.vocabulary import words as vocabulary
from hutong.ledgers.reading.header import Line

_NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分|类|[、.)])|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、)]|[①-⑳★●◆■※#*]+)"
)
_COUNTED = re.compile(r"[(:]?(?:共|共计|计|合计)?[0-9]+(?:名|人|个|户)+\)?$|\([^()]*\)$")
_ENDING = re.compile(
    r"(?:信息|基本|情况|摸底|排查|动态|管理|个人|人员|花?名|登记|统计|明细|台账|名册|名单|册|表|汇总|类|类别|部分|:|如下)+$"
)
_TELLING = re.compile("儿童|孤儿|未成年|子女|抚养")
_LEFT = re.compile(
    "退出|退库|出库|注销|销号|销户|核减|减少|不符合|减员|转出|迁出|迁走|移出|(?<![父母亲方])(?:死亡|去世|亡故|夭折)|停发|停保|清退|出列|退册|退保|离册|出册|离开本|已离|超龄|[已年]满(?:18|十八)|不再(?:属于|享受|符合|纳入)"
)
_HERE = re.compile("在册|现有|在管|新增|纳入|增加|正常|变动|变更|增减|进出|转入|迁入")


@dataclass(frozen=True, slots=True)
class Said:
    """`category`: the one kind that the line names; `kinds`: it names some, perhaps several; `sealed`: one that no ledger
    may name. `left`: these children are no longer on the ledger; `here`: they are."""

    category: str | None = None
    kinds: bool = False
    sealed: bool = False
    left: bool = False
    here: bool = False
    numbered: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it can head a section of children."""
        return self.kinds or self.sealed or self.left or self.here


SILENT = Said()


def say(text: str) -> Said:
    """What a line says of the children below it."""
    return _said(squeeze(text)[:80])


@lru_cache(10_000)
def _said(line: str) -> Said:
    words = vocabulary()
    numbered = bool(_NUMBERED.match(line))
    bare = _COUNTED.sub("", _COUNTED.sub("", _NUMBERED.sub("", line)))
    here = bool(_HERE.search(bare))
    left = bool(_LEFT.search(bare)) and not here
    keys = _categories(bare, words)
    sealed = any(words.categories[key].sealed for key in keys) or bool(keys and words.sealed.search(bare))
    keys = {key for key in keys if not words.categories[key].sealed}
    category = next(iter(keys)) if len(keys) == 1 and not sealed else None
    return Said(category, bool(keys), sealed, left, here, numbered)


def _categories(bare: str, words: Words) -> set[str]:
    """The kinds in a line: the line itself without 名单 and the like, else whole names of kinds inside it."""
    whole = words.category_words.get(plain_label(_ENDING.sub("", bare))) or words.category_words.get(plain_label(bare))
    if whole:
        return {whole}
    found: set[str] = set()
    rest = plain_label(bare)
    for word in _whole_names():
        if word in rest:
            found.add(words.category_words[word])
            rest = rest.replace(word, "|")
    return found


@lru_cache(1)
def _whole_names() -> list[str]:
    names = [word for word in vocabulary().category_words if _TELLING.search(word)]
    return sorted(names, key=len, reverse=True)


class Sections:
    """The section lines of a table as they are met: the village named last, and the line that says a category last.

    Where categories stand above villages, a new category ends the village of before, and the other way round."""

    def __init__(self, titles: tuple[Line, ...], sheet: str | None) -> None:
        self._known = {squeeze(line.text) for line in titles} | {squeeze(sheet or "")}
        self._outer: str | None = None
        self.village: str | None = None
        self.line: Line | None = None

    def hear(self, line: Line) -> None:
        """A line between the children that is no child."""
        if squeeze(line.text) in self._known:
            return
        said = say(line.text)
        kind = "category" if said.is_heading else "village"
        self._outer = self._outer or kind
        if said.is_heading:
            self.line = line
            if self._outer == "category":
                self.village = None
        if not said.is_heading or re.search("[村屯]|社区|嘎查", line.text):
            self.village = line.text
        if not said.is_heading and (
            self._outer == "village" or (said.numbered and self.line and _level(line) <= _level(self.line))
        ):
            self.line = None


def _level(line: Line) -> int:
    """How deep the number in front of a section line is: 一、 above （一） above 1."""
    text = squeeze(line.text)
    marks = (
        r"第?[一二三四五六七八九十]{1,3}(?:部分|类|[、.)])",
        r"\([一二三四五六七八九十]{1,3}\)",
        r"[0-9]{1,2}[.、)]",
        r"\([0-9]{1,2}\)",
    )
    return next((level for level, mark in enumerate(marks) if re.match(mark, text)), len(marks))
