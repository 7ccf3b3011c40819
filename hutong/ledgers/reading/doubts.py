"""What an import would write and a person should look at before: nothing wrong by itself, but seldom true.

A ten-month-old in 初中, a birth date or number that would replace another, a disability that is gone.
"""

from datetime import date

from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading.identity import age_on
from hutong.ledgers.reading.results import CheckedRow, LedgerChild

# Facts that hold for life: a ledger that says otherwise is about another child as often as not.
_FOR_LIFE = {"sex": "性别", "birth_date": "出生日期", "id_number": "身份证号"}
_GRAVE = frozenset({"disabled", "serious", "chronic"})


def doubts(row: CheckedRow, child: LedgerChild, on: date, words: Words) -> list[str]:
    """Sentences about a new or changed row and its child."""
    if row.outcome == "new":
        return _school(child, on, words)
    changes = {change.field: change for change in row.changes}
    found = _school(child, on, words) if changes.keys() & {"schooling", "birth_date"} else []
    for name, called in _FOR_LIFE.items():
        if name in changes and changes[name].old:
            found.append(f"{called}与档案中的不同，导入会改掉档案里的，先看是不是同一名儿童。")
    if (health := changes.get("health")) and health.old in _GRAVE and health.new == "well":
        old, new = words.labels["health", health.old], words.labels["health", "well"]
        found.append(f"档案中的健康状况是“{old}”，导入会改成“{new}”。")
    if (stage := changes.get("schooling")) and _went_back(stage.old, stage.new, words):
        old, new = words.labels["schooling", stage.old or ""], words.labels["schooling", stage.new]
        found.append(f"就学情况从“{old}”退回“{new}”。")
    return found


def _school(child: LedgerChild, on: date, words: Words) -> list[str]:
    usual = words.school_ages.get(stage := child.facts.get("schooling", ""))
    years = age_on(child.birth_date, on)
    if usual is None or usual[0] <= years <= usual[1]:
        return []
    return [f"{years}周岁，就学情况写的是“{words.labels['schooling', stage]}”，与年龄不符。"]


def _went_back(old: str | None, new: str, words: Words) -> bool:
    """Whether a later stage would turn into an earlier one; the stages stand in their order."""
    order = list(words.school_ages)
    return old in order and new in order and order.index(new) < order.index(old) and new != "none"
