"""What an import would write and a person should look at before: nothing wrong by itself, but seldom true.

A ten-month-old in 初中, a birth date or number that would replace another, a disability that is gone.
"""

from collections.abc import Iterator
from datetime import date

from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading.identity import age_on
from hutong.ledgers.reading.results import CheckedRow

# Facts that hold for life: a ledger that says otherwise is about another child as often as not.
_FOR_LIFE = {"sex": "性别", "birth_date": "出生日期", "id_number": "身份证号"}
_GRAVE = frozenset({"disabled", "serious", "chronic"})


def doubts(row: CheckedRow, on: date, words: Words) -> Iterator[str]:
    """Sentences about a new or changed row."""
    if row.outcome == "new" and row.child:
        yield from _school(row.child.facts.get("schooling"), age_on(row.child.birth_date, on), words)
    if row.outcome != "changed" or not row.child:
        return
    changes = {change.field: change for change in row.changes}
    if "schooling" in changes or "birth_date" in changes:
        yield from _school(row.child.facts.get("schooling"), age_on(row.child.birth_date, on), words)
    for name, called in _FOR_LIFE.items():
        if name in changes and changes[name].old:
            yield f"{called}与档案中的不同，导入会改掉档案里的，先看是不是同一名儿童。"
    if (health := changes.get("health")) and health.old in _GRAVE and health.new == "well":
        yield f"档案中的健康状况是“{words.labels['health', health.old]}”，导入会改成“{words.labels['health', 'well']}”。"
    if (stage := changes.get("schooling")) and _went_back(stage.old, stage.new, words):
        yield f"就学情况从“{words.labels['schooling', stage.old or '']}”退回“{words.labels['schooling', stage.new]}”。"


def _school(stage: str | None, years: int, words: Words) -> Iterator[str]:
    youngest, oldest = words.school_ages.get(stage or "", (0, 99))
    if stage and not youngest <= years <= oldest:
        yield f"{years}周岁，就学情况写的是“{words.labels['schooling', stage]}”，与年龄不符。"


def _went_back(old: str | None, new: str, words: Words) -> bool:
    """Whether a later stage would turn into an earlier one; the stages stand in their order."""
    order = list(words.school_ages)
    return old in order and new in order and order.index(new) < order.index(old) and new != "none"
