"""What a cell about health says: well, weak, ill, disabled, with kind and grade."""

import re
from typing import NamedTuple

from hutong.children.values.text import squeeze
from hutong.children.values.vocabulary import Words

_ABOUT = re.compile(r"^(?:儿童|孩子|本人)?(?:身体|健康|体质)?(?:健康)?(?:状况|情况|程度|状态)[:]?(?:为|是)?|^身体[:]?")
_WELL = r"(?:身体|体质|发育)?(?:健康|良好|正常|健全|无恙)"
_WELL_ONLY = re.compile(rf"(?:{_WELL}|很好|较好|好)+")
_LEADING = re.compile(rf"^{_WELL}(?:[,、;。. ]+|$)")
_ILL = "残疾|残障|伤残|疾病|重病|大病|慢性病|传染病|遗传病|重大疾病|其他疾病|基础疾病|病史|异常|病"
# 无残疾, 无任何疾病, 没有残疾和重病, 疾病:无: what is denied is not there.
_DENIED = re.compile(
    rf"(?:无|没有|未见|未患|未发现|没患)(?:任何|明显|重大|其他)?(?:{_ILL})(?:[、及和或/]?(?:无)?(?:{_ILL}))*|(?:{_ILL})[:](?:无|没有)"
)
_WEAK = re.compile(
    r"(?:健康|身体|体质|状况|情况)*(?:较|很|非常|比较|偏)?(?:欠佳|不佳|不好|不太好|较差|差|虚弱|瘦弱|较弱|弱|不健康|亚健康|一般偏差)"
)
_GRADE = re.compile(r"([一二三四1-4])级")
_SIGNS = ",、;。. :()"


class HealthReading(NamedTuple):
    """The key of the state, other facts of the cell, and whether its text says more than they do."""

    key: str | None = None
    derived: tuple[tuple[str, str], ...] = ()
    unsaid: bool = False


def read_health(text: str, words: Words) -> HealthReading:
    """Reads 健康, 肢体残疾二级, 良好，先天性心脏病术后. A word that only begins as a known one is not that one; what is
    not understood stays as the name of an illness or for a note."""
    known = words.values["health"]
    if key := known.get(squeeze(text)):
        return HealthReading(key)
    bare = _DENIED.sub("", text.replace(" ", "")).strip(_SIGNS)
    if not bare or _WELL_ONLY.fullmatch(re.sub("[,、;。. ]", "", bare)):
        return HealthReading("well")
    rest = _ABOUT.sub("", bare, count=1).strip(_SIGNS)
    if key := known.get(rest):
        return HealthReading(key)
    if _WEAK.fullmatch(bare) or _WEAK.fullmatch(rest):
        return HealthReading("weak", unsaid=True)
    return _impaired(bare, words)


def _impaired(text: str, words: Words) -> HealthReading:
    kinds = words.values["disability_kind"]
    kind = next((kinds[word] for word in kinds if len(word) > 1 and word in text), None)
    grade = _GRADE.search(text)
    if kind is None and "残" not in text:
        illness = _LEADING.sub("", text).strip(_SIGNS) or text
        return HealthReading(derived=(("illness", illness[:100]),), unsaid=len(illness) > 100)
    derived = [("disability_kind", kind)] if kind else []
    if grade:
        derived.append(("disability_grade", words.values["disability_grade"][grade[1]]))
    return HealthReading("disabled", tuple(derived), unsaid=not (kind and grade and _says_no_more(text)))


def _says_no_more(text: str) -> bool:
    return not re.search(r"[,;。]", text.strip(_SIGNS))
