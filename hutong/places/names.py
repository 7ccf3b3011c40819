"""What people call a unit: 万宝 for 万宝镇, 靠山 for 靠山村委会, 延边 for 延边朝鲜族自治州. Text only."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from hutong.places.codes import Level

# The peoples whose names stand in the names of autonomous units.
PEOPLES = (
    "壮|满|回|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|拉祜|水|佤|纳西|羌|土|仫佬|锡伯|"
    "柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|阿昌|普米|鄂温克|怒|京|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙|"
    "塔塔尔|赫哲|高山|珞巴|各"
)
# Several autonomous units name a people without 族: 昌吉回族自治州 has it, 伊犁哈萨克自治州 has not.
_BARE = "维吾尔|哈萨克|蒙古|柯尔克孜|塔吉克|锡伯"
_AUTONOMOUS = re.compile(rf"(?:(?:{PEOPLES})族|{_BARE})*自治[区州县旗]$")
_ETHNIC = re.compile(rf"(?:(?:{PEOPLES})(?:民族|族(?:(?:少数)?民族)?))+(?:乡|镇|苏木|区)$")
_SUFFIX = re.compile(
    r"(?:族?自治[区州县旗]|街道办事处|街道|管委会|特区|(?<=神农架)林区|地区|省|市|县|区|旗|盟|州|乡|镇|苏木)$"
)
# A zone is known by its whole name: 长春净月高新技术产业开发区, 井陉矿区; so is half a banner: 鄂托克前旗.
_WHOLE = re.compile(
    r"(?:(?:开发|(?<!清)新|矿|[业工意]园|管理|示范|实验|试验|食品|工业|集中|聚集|合作|名胜)区|[左右前后中黄白蓝合]旗)$"
)
_COMMITTEE = re.compile(
    r"^(?P<stem>.+?)(?:"
    r"(?P<neutral>虚拟社区|(?:虚拟)?生活区)"
    r"|(?P<urban>(?:社区)?[居家][民名]?委[员会委]*|社区居|社区(?:委[员会]*)?)"
    r"|(?P<rural>(?:[村牧渔][民名员]*|嘎查村?(?:人民)?)委[员会委]*|村|嘎查)"
    r")$"
)
_NOTE = re.compile(r"\([^()]*\)$")
# The words by which a unit above the village says its level, where one character says it.
UNIT_WORDS = "省市区县旗州盟镇乡"
PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class Kind(StrEnum):
    """What a village-level unit is: a villagers' (村) or residents' (居) committee, or neither says."""

    RURAL = "村"
    URBAN = "居"
    UNSAID = ""


class Stem(NamedTuple):
    """A village's name without its suffix, and what the suffix said."""

    text: str
    kind: Kind


def normalise(text: str) -> str:
    """Full-width to half-width, no spaces: how names are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stem_of(name: str) -> Stem:
    """史家屯村委会 → (史家屯, 村); 站前社区（白河） → (站前, 居); 大沟林场 → (大沟林场, unsaid)."""
    bare = base_name(name)
    found = _COMMITTEE.match(bare)
    if found is None:
        return Stem(bare, Kind.UNSAID)
    kinds = {"urban": Kind.URBAN, "rural": Kind.RURAL, "neutral": Kind.UNSAID}
    return Stem(found["stem"], kinds[found.lastgroup or "neutral"])


def base_name(name: str) -> str:
    """The name without the notes in brackets behind it: 漫江村 for 漫江村（部分）."""
    bare = normalise(name)
    while (shorter := _NOTE.sub("", bare)) not in (bare, ""):
        bare = shorter
    return bare


def core(stem: str) -> str:
    """A stem without a last 村, 屯 or 嘎查 (史家 for 史家屯), unless one character would be left."""
    shorter = re.sub(r"(?:村|屯|嘎查)$", "", stem)
    return shorter if len(shorter) >= 2 else stem


def short_name(name: str, level: int, above: Sequence[str] = ()) -> str:
    """The name as spoken. above: full names of the units above, taken off where a township repeats them.

    One-character stems keep their suffix (沙县, 城区, 新村), as people do.
    """
    if level == Level.VILLAGE:
        return _short_village(name)
    bare = re.sub(r"^\([^()]*\)", "", base_name(name))
    return _short_unit(_without(bare, above) if level == Level.TOWNSHIP else bare)


def _short_village(name: str) -> str:
    stem, kind = stem_of(name)
    if len(stem) == 1:
        return stem + {Kind.RURAL: "村", Kind.URBAN: "社区"}.get(kind, "")
    return stem[:-1] if len(stem) > 2 and stem.endswith("村") and kind == Kind.RURAL else stem


def _short_unit(name: str) -> str:
    if name in PLACEHOLDERS or _WHOLE.search(name):
        return name
    for pattern in (_AUTONOMOUS, _ETHNIC, _SUFFIX):
        stem = pattern.sub("", name)
        if stem != name and len(stem) >= 2:
            return stem
    return name


def _without(name: str, above: Sequence[str]) -> str:
    for start in ("".join(above[-2:]), *above[-1:]):
        rest = name.removeprefix(start)
        if start and len(rest) >= 3 and rest != name and re.search(r"(?:街道|镇|乡)$", rest):
            return rest
    return name


def aliases(name: str, level: int) -> set[str]:
    """All names of a unit above the village: full, short, and 延边州, 伊通县 for autonomous ones."""
    short = short_name(name, level)
    return {name, short} | ({short + name[-1]} if "自治" in name else set())
