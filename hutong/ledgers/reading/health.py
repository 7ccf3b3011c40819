"""What a cell about health says: well, weak, ill, disabled, with kind and grade."""

import re
from typing import NamedTuple

from hutong.children.values.text import squeeze
from hutong.children.values.vocabulary import Words

# Clause by clause: 良好，先天性心脏病术后 is one that says well and one that does not.
_CLAUSE = re.compile(r"[,、;。:()（）/?\s]+|(?:但是?|不过)(?=[\u4e00-\u9fff])")
_ABOUT = re.compile(
    "^(?:儿童|孩子|本人)?(?:身体|身心|体质)?(?:健康)?(?:状况|情况|程度|状态)(?:为|是)?|^(?:身体|体质)(?=[\u4e00-\u9fff])"
)
_PART = "(?:身体|身心|心理|体质|发育|目前|现在|总体|整体|各方面|听力|视力|智力|精神|言语|语言|四肢)"
_WELL = re.compile(
    f"{_PART}*(?:状况|情况|状态)?(?:基本|比较|较为|较|很|非常|一直)?(?:健康|良好|正常|健全|健壮|强壮|无恙|优良|优|良)+(?:状况|情况|状态)?(?:良好|正常|健康|较好|很好|好|一般)?"
)
_WEAK = re.compile(
    "(?:健康|身体|体质|状况|情况)*(?:较|很|非常|比较|偏)?(?:欠佳|不佳|不好|不太好|较差|差|虚弱|瘦弱|较弱|弱|不健康|亚健康)"
)
_ILLS = "残疾|残障|伤残|疾病|重病|大病|慢性病|传染病|遗传病|重大疾病|其他疾病|基础疾病|病史|异常|病"
# 无残疾, 没有残疾和重病: what is denied is not there.
_DENIED = re.compile(
    rf"(?:无|没有|未见|未患|未发现|没患)(?:任何|明显|重大|其他|既往)?(?:{_ILLS})(?:史|情况)?(?:[、及和或/]?无?(?:{_ILLS})(?:史|情况)?)*|(?:{_ILLS})(?:情况)?:?(?:无|没有)"
)
_ILL = re.compile(
    "病|症|癌|瘤|炎|痫|术|患|瘫|障|畸形|缺损|裂|感染|血|发育|迟缓|骨折|过敏|哮喘|视|癣|疹|伤|矮|携带|先心|残|聋|哑|盲"
)
_GRADE = re.compile(r"([一二三四1-4])级")
# Words that name a part of the body or mind, and a disability only where one is spoken of.
_NEUTRAL = frozenset({"视力", "听力", "言语", "语言", "智力", "肢体", "精神", "多重"})


class HealthReading(NamedTuple):
    """The key of the state, other facts of the cell, whether its text says more than they do, and whether it says nothing
    that is understood."""

    key: str | None = None
    derived: tuple[tuple[str, str], ...] = ()
    unsaid: bool = False
    unknown: bool = False


def read_health(text: str, words: Words) -> HealthReading:
    """Reads 健康, 肢体残疾二级, 良好，先天性心脏病术后. A word that only begins as a known one is not that one; what is
    not understood stays as the name of an illness or for a note."""
    known = words.values["health"]
    if key := known.get(squeeze(text)):
        return HealthReading(key)
    clauses = [clause for clause in _CLAUSE.split(_DENIED.sub(" ", text)) if clause]
    rest = [clause for clause in clauses if not _is_well(clause, known)]
    if not rest:
        return HealthReading("well")
    states = [_state(clause, known) for clause in rest]
    state = next(filter(None, states), None)
    more = [clause for clause, one in zip(rest, states, strict=True) if one is None]
    if not more:
        return HealthReading(state, unsaid=len(rest) > 1 or known.get(rest[0]) is None)
    return _impaired("、".join(more), state, words)


def _is_well(clause: str, known: dict[str, str]) -> bool:
    return known.get(clause) == "well" or bool(_WELL.fullmatch(clause))


def _state(clause: str, known: dict[str, str]) -> str | None:
    about = _ABOUT.sub("", clause)
    return known.get(clause) or known.get(about) or ("weak" if _WEAK.fullmatch(clause) else None)


def _impaired(text: str, state: str | None, words: Words) -> HealthReading:
    kinds = words.values["disability_kind"]
    spoken = state == "disabled" or "残" in text
    kind = next(
        (kinds[word] for word in kinds if len(word) > 1 and word in text and (spoken or word not in _NEUTRAL)), None
    )
    grade = _GRADE.search(text)
    if kind is None and not spoken:
        if not _ILL.search(text):
            return HealthReading(state, unsaid=True, unknown=state is None)
        return HealthReading(state, (("illness", text[:100]),), unsaid=len(text) > 100)
    derived = [("disability_kind", kind)] if kind else []
    if grade:
        derived.append(("disability_grade", words.values["disability_grade"][grade[1]]))
    return HealthReading(
        "disabled", tuple(derived), unsaid=not (kind and grade and "、" not in text.replace("、" + grade[0], ""))
    )
