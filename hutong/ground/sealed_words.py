"""Facts that must be sealed, in whatever words: the list is data, the comparing ignores blanks, dots, width and look-alikes.

policy/national/sealed-words.csv: `词` names such a fact, `例外` a job, an address or a lesson that is none. <数> stands
for a number.
"""

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import hutong
from hutong.ground.glyphs import RADICALS
from hutong.ground.refusal import Refused

LIST = Path(hutong.__file__).resolve().parents[1] / "policy" / "national" / "sealed-words.csv"
SENTENCE = "这里有应当密封的内容。请告诉县级指定人员登记为密封事项，此处只写生活情况；孩子正有危险的，请用“紧急上报”。"
WORD, EXCEPTION, NUMBER = "词", "例外", "<数>"
_DIGITS = "[0-9〇一二三四五六七八九十两半零壹贰叁肆伍陆柒捌玖拾]{1,4}个?"
# Traditional and variant characters of the list's words.
_VARIANTS = dict(
    zip(
        map(ord, "愛獲羈監獄強姦奸褻販勞緩釋滿執處罰製運關毆騷擾滯癮減緝潛寶"),
        "爱获羁监狱强奸奸亵贩劳缓释满执处罚制运关殴骚扰滞瘾减缉潜宝",
        strict=True,
    )
)
_VARIANT = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")
# Letters of other alphabets that look like Latin ones.
_LOOKS = dict(
    zip(
        map(ord, "АВЕКМНОРСТХІЅЈѴΑΒΕΖΗΙΚΜΝΟΡΤΥΧвнкмтіѕԁνιακο"),
        "ABEKMHOPCTXISJVABEZHIKMNOPTYXBHKMTISDVIAKO",
        strict=True,
    )
)
# What people put between the characters of a word they would rather not write out. A comma or a full stop ends a phrase.
_BETWEEN = dict.fromkeys(map(ord, " .·•・‧∙⋅･᛫˙●○*＊★_-—–~^+|/\\'\"“”‘’`…×x"))
_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _BETWEEN)))}]")


def _ranges(first: int, last: int) -> str:
    """The ideographs but for the variants, as a set of a regular expression."""
    stops = [first - 1, *sorted(code for code in _VARIANTS if first <= code <= last), last + 1]
    pairs = itertools.pairwise(stops)
    return "".join(f"{chr(low + 1)}-{chr(high - 1)}" for low, high in pairs if high - low > 1)


_INVISIBLE = frozenset(("Cf", "Cc", "Mn", "Me"))
_LATIN = re.compile(r"[a-z]+")
# What most texts are made of, which is already as it is compared.
_READY = re.compile(f"[0-9，。、；：（）,;:(){_ranges(0x4E00, 0x9FFF)}]*")
# Characters that need no more than the variants looked after.
_PLAIN = re.compile("[\x20-\x7e\u4e00-\u9fff，。、；：（）]*")


class SealedWords:
    """The list, compiled once."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        told = [(row["kind"], _bare(_fold(row["word"]))) for row in rows]
        words = [word for kind, word in told if kind == WORD]
        latin = [word for word in words if _LATIN.fullmatch(word)]
        # Alternatives that begin with plain characters: the matcher looks for their first ones alone.
        self._words = _any_of(_numbered(word) for word in words if word not in latin)
        self._latin = _any_of(map(_spelled, latin))
        self._exceptions = _any_of(
            map(re.escape, sorted((word for kind, word in told if kind == EXCEPTION), key=len, reverse=True))
        )

    def search(self, text: str) -> bool:
        """Whether a text says such a fact."""
        if _READY.fullmatch(text):
            return self._says(text)
        folded = _fold(text)
        bare = folded.translate(_BETWEEN) if _SIGN.search(folded) else folded
        return self._says(bare) or self._latin.search(folded) is not None

    def _says(self, bare: str) -> bool:
        return bool(self._words.search(bare) and self._words.search(self._exceptions.sub("。", bare)))


@cache
def sealed_words() -> SealedWords:
    """The list of the policy. Raises ValueError naming the row where one is wrong."""
    return SealedWords(rows())


def rows() -> list[dict[str, str]]:
    """The list's rows, as an official reads them."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    for number, row in enumerate(found, 2):
        if None in row or None in row.values() or row["kind"] not in (WORD, EXCEPTION):
            raise ValueError(f"{LIST.name} 第{number}行：应有 word、kind、note 三栏，kind 写“{WORD}”或“{EXCEPTION}”。")
    return found


def refuse_sealed(**typed: str | None) -> None:
    """Raise Refused where what people typed says what must be sealed: {field: text}."""
    found = sealed_words()
    if errors := [(name, SENTENCE) for name, text in typed.items() if text and found.search(text)]:
        raise Refused(errors)


def _any_of(shapes: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(shapes) or "(?!)")


def _fold(text: str) -> str:
    """Lower case, half width, one code a glyph, simplified; nothing invisible."""
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKD", " ".join(text.translate(RADICALS).split()))
        text = "".join(sign for sign in text if unicodedata.category(sign) not in _INVISIBLE).translate(_LOOKS)
    return (text.translate(_VARIANTS) if _VARIANT.search(text) else text).lower()


def _bare(folded: str) -> str:
    return folded.translate(_BETWEEN)


def _numbered(word: str) -> str:
    return _DIGITS.join(map(re.escape, word.split(NUMBER)))


def _spelled(word: str) -> str:
    """A Latin word by itself, however it is spaced: H I V, h.i.v, H1V; not inside another word."""
    like = {"i": "[i1l|!]", "o": "[o0]"}
    letters = [like.get(letter, re.escape(letter)) for letter in word]
    return r"(?<![a-z])" + r"[\s.·*_\-/]*".join(letters) + r"(?![a-z])"
