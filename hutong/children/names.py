"""How a name is found and sorted: its suffixes, its pinyin and its initials."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from hutong.ground.glyphs import unified

# pypinyin reads these surnames as common words (stack.md).
SURNAMES = {"单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "盖": "ge", "朴": "piao", "区": "ou",
            "乐": "yue", "尉": "yu", "种": "chong", "翟": "zhai", "员": "yun", "覃": "qin", "繁": "po", "召": "shao"}  # fmt: skip
# The interpunct of minority names as it is typed: U+00B7 (民委发〔2016〕33号) and what stands for it.
INTERPUNCTS = dict.fromkeys(map(ord, "·•・‧∙⋅･᛫\u02d9\u0387\u2e31\ua78f﹒●．."))
# Which glyph of a character a register asked for (IVD), which no keyboard types: shown as given, not asked for in a search.
SELECTORS = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
PLAIN = re.compile("[\u4e00-\u9fffA-Za-z]+")
UNSAID = INTERPUNCTS | SELECTORS


def bare(name: str) -> str:
    """A name as it is compared, everywhere: without interpuncts and variation selectors, each glyph under one code."""
    return name if PLAIN.fullmatch(name) else unified(name.translate(UNSAID))


@lru_cache(100_000)
def syllables(name: str) -> tuple[str, ...]:
    """Toneless pinyin of each character, with the surname's own reading first."""
    plain = bare(name)
    found = lazy_pinyin(plain, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # any callable over characters does
    read = [syllable.lower() for syllable in found]
    if plain and plain[0] in SURNAMES and len(read) == len(plain):
        read[0] = SURNAMES[plain[0]]
    return tuple(read)


def sort_key(name: str) -> str:
    """Pinyin with spaces, so that 李 sorts before 李安 and 梁; PostgreSQL here has no pinyin collation."""
    return " ".join(syllables(name))[:200]


def tokens(name: str) -> set[str]:
    """Every form by which a name is found: from each character on, whole pinyin, initials."""
    plain = bare(name).lower()
    read = syllables(name)
    suffixes = {plain[start:] for start in range(len(plain))}
    return {
        token[:120] for token in suffixes | {name.lower(), "".join(read), "".join(part[0] for part in read)} if token
    }


def query(text: str) -> str:
    """What a user typed, in the form in which tokens are kept."""
    return bare(text).replace(" ", "").lower()
