"""How a name is found and sorted: its suffixes, its pinyin and its initials."""

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from hutong.ground.glyphs import unified

# pypinyin reads these surnames as common words (stack.md; 现代汉语词典). Found by its reading, too: some have both.
SURNAMES = {"单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "盖": "ge", "朴": "piao", "区": "ou",
            "乐": "yue", "尉": "wei", "种": "chong", "翟": "zhai", "员": "yun", "覃": "qin", "繁": "po", "召": "shao",
            "卜": "bu", "缪": "miao", "牟": "mu", "阚": "kan", "郇": "xun", "黑": "he", "秘": "bi", "薄": "bo", "佴": "nai",
            "折": "she", "隗": "wei", "祭": "zhai", "蔚": "yu", "么": "yao", "逢": "pang", "句": "gou", "乜": "nie",
            "洗": "xian", "角": "jue", "藏": "zang", "都": "du", "能": "nai", "粘": "nian"}  # fmt: skip
# Surnames of two characters that are not read as their first alone.
COMPOUND = {
    "单于": ("chan", "yu"),
    "尉迟": ("yu", "chi"),
    "乐正": ("yue", "zheng"),
    "长孙": ("zhang", "sun"),
    "万俟": ("mo", "qi"),
}
# The interpunct of minority names as it is typed: U+00B7 (民委发〔2016〕33号) and what stands for it.
INTERPUNCTS = dict.fromkeys(map(ord, "·•・‧∙⋅･᛫\u02d9\u0387\u2e31\ua78f﹒●．."))
# Which glyph of a character a register asked for (IVD), which no keyboard types: shown as given, not asked for in a search.
SELECTORS = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
PLAIN = re.compile("[\u4e00-\u9fffA-Za-z]+")
UNSAID = INTERPUNCTS | SELECTORS


def bare(name: str) -> str:
    """A name as it is compared, everywhere: without blanks, interpuncts and variation selectors; full-width letters as what
    they stand for, each glyph under one code."""
    if PLAIN.fullmatch(name):
        return name
    return unified(unicodedata.normalize("NFKC", "".join(name.translate(UNSAID).split())))


@lru_cache(100_000)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Toneless pinyin of each character: the surname's own reading, and the common one where that differs."""
    plain = bare(name)
    found = lazy_pinyin(plain, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # any callable over characters does
    read = tuple(syllable.lower() for syllable in found)
    if len(read) != len(plain) or not plain:
        return (read,)
    surname = COMPOUND.get(plain[:2]) or ((SURNAMES[plain[0]],) if plain[0] in SURNAMES else ())
    return tuple(dict.fromkeys((surname + read[len(surname) :], read)))


def syllables(name: str) -> tuple[str, ...]:
    """Toneless pinyin of each character, with the surname's own reading first."""
    return readings(name)[0]


def sort_key(name: str) -> str:
    """Pinyin with spaces, so that 李 sorts before 李安 and 梁; PostgreSQL here has no pinyin collation."""
    return " ".join(syllables(name))[:200]


def tokens(name: str) -> set[str]:
    """Every form by which a name is found: from each character on, whole pinyin, initials."""
    plain = bare(name).lower()
    suffixes = {plain[start:] for start in range(len(plain))}
    spelled = {form for read in readings(name) for form in ("".join(read), "".join(part[0] for part in read))}
    return {token[:120] for token in suffixes | {name.lower()} | spelled if token}


def query(text: str) -> str:
    """What a user typed, in the form in which tokens are kept."""
    return bare(text).lower()
