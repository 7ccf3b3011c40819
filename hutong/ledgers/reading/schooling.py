"""Taking apart what offices write about school: 万宝镇中心小学三年级, 初二, 未入园."""

import re
from collections.abc import Mapping

from hutong.children.values.text import squeeze

_GRADE = re.compile(
    r"(?:(?:(?<![\u4e00-\u9fff])(?:小学|初中|高中))?[一二三四五六七八九1-9]年级?|高[一二三]|初[一二三四]|小[一二三四五六]|[小中大]班|学前班)"
    r"(?:\(?[0-9一二三四五六七八九十]{1,2}\)?班)?$"
)
_LEFT = re.compile("辍学|失学|退学|休学|不上学|不读书")
_STAYED = re.compile("[未没无不][曾有]?(?:辍学|失学|退学|休学)")
_OVER = re.compile("(?<!未)(?:毕业|肄业)")
_STAGES = (
    ("special", re.compile("特殊教育|特校|特教")),
    ("kindergarten", re.compile("幼儿园|幼教|托儿|[小中大]班$|学前班")),
    ("vocational", re.compile("职高|中专|技校|职业|中职|技工")),
    ("junior", re.compile(r"初中|初级中学|初[一二三四]|[七八九7-9]年级?(?!一贯)")),
    ("senior", re.compile("高中|高级中学|高[一二三]")),
    ("primary", re.compile(r"小学|小[一二三四五六](?!班)|[一二三四五六1-6]年级")),
)
_SCHOOL = re.compile("[校学园院]")
_EDGE = " -、,，/()"


def split_schooling(text: str, field: str, stages: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """({schooling, school, grade} as far as known, whether the text must be kept as a note).

    `stages` maps known words (小学, 在读) to a stage's key; "" for words that name no stage.
    """
    key = stages.get(squeeze(text))
    if key is not None and field != "grade":
        return ({"schooling": key} if key else {}), not key
    text = _STAYED.sub("", text).strip(_EDGE)
    if not text:
        return {}, True
    if field != "grade" and _LEFT.search(text):
        return {"schooling": "dropped_out"}, True
    if field != "grade" and _OVER.search(text):  # of 小学毕业 nobody knows what follows
        return {}, True
    grade = _GRADE.search(text)
    school = (text[: grade.start()] if grade else text).strip(_EDGE)
    found: dict[str, str] = {}
    stage = stages.get(squeeze(school)) or _stage_in(text)
    if stage:
        found["schooling"] = stage
    if field == "grade":
        return found | {"grade": text}, False
    if grade:
        found["grade"] = text[grade.start() :]
    if school and squeeze(school) not in stages and (_SCHOOL.search(school) or field == "school"):
        found["school"] = school[:100]
    return found, not found


def _stage_in(text: str) -> str | None:
    return next((stage for stage, shape in _STAGES if shape.search(text)), None)
