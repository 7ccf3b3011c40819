"""What a figure of the home page counts, by which rule and on what ground: a click away from the figure."""

import re
from typing import Any

from hutong.children.models.choices import CategoryKey, Risk
from hutong.desk.clauses import FOLLOWS, TEXTS
from hutong.desk.duties import AHEAD
from hutong.duties.models import Policy
from hutong.duties.registry import Rule, rules
from hutong.ground import clock
from hutong.ground.deadline import LABELS, Unit

SOURCE = "吉民发〔2019〕41号"
STATES = (
    ("应办", f"今天起 {AHEAD} 天内到期、还没有办的件数。"),
    ("已办", "本月 1 日以来办完的件数；办完以记录的日期为准，补记的也算。"),
    ("逾期", "过了期限还没有办的件数。"),
)
ABOVE, FOREVER, SET_BY_HAND = "同上", 3650, "期限由交办、核查或开展排查的人定"
# Tables of the program, by the names of their files.
FILES = re.compile(r"[，；]?[^，；]*\b[\w-]+\.(csv|toml)")
SUM = "每一级的数都是所辖村（居）的合计，没有另外上报的数。"
CATEGORIES = {key.value: key.label for key in CategoryKey}
SITUATIONS = {"missing": "档案还没有建全", "built": "档案已建", "first": "登记后第一次", "none": "没有评定风险"}
SITUATIONS |= {risk.value: risk.label for risk in Risk}


def definition(clause: str) -> dict[str, Any]:
    """Definition (schemas.py) of a clause that stands in an annex. Raises KeyError for another."""
    text, today = TEXTS[clause], clock.today()
    counted = FOLLOWS.get(clause, (clause,))
    told = [_rule(rule, today) for rule in rules() if rule.clause in counted]
    return {
        "clause": clause,
        "text": text,
        "source": f"{SOURCE}附件{clause[1]}第 {clause.split('-')[1]} 条",
        "states": [{"label": label, "words": words} for label, words in STATES],
        "sum": SUM,
        # Tasks of several kinds of owners are one rule to a reader.
        "rules": [one for at, one in enumerate(told) if one not in told[:at]],
        "as_of": clock.now(),
    }


def _rule(rule: Rule, today: Any) -> dict[str, Any]:
    rows = Policy.objects.filter(rule=rule.key, period__contains=today).order_by("province", "situation", "length")
    # What a province says of a case stands in place of what is said for all.
    told = {(row.category, row.situation): row for row in rows}
    ground = _ground(rule, list(told.values()))
    return {"title": rule.title, "clause": rule.clause, "why": rule.why,
            "rows": [_row(row, ground) for row in told.values()]}  # fmt: skip


def _ground(rule: Rule, rows: list[Policy]) -> str:
    """What “同上” means in the table: the first source of the rule that says one."""
    return next((row.source for row in rows if row.source != ABOVE), f"{SOURCE}附件{rule.clause[1]}")


def _row(row: Policy, ground: str) -> dict[str, Any]:
    return {
        "who": "各类儿童" if row.category == "*" else CATEGORIES.get(row.category, row.category),
        "when": _situation(row.situation),
        "limit": _limit(row),
        "source": FILES.sub("", ground if row.source == ABOVE else row.source),
        "mark": Policy.Mark(row.mark).label,
        "since": row.period.lower,
    }


def _limit(row: Policy) -> str:
    """So long that the table only holds a place for the day that somebody sets: nobody reads a number there."""
    unit = Unit(row.unit)
    return SET_BY_HAND if unit == Unit.DAY and row.amount >= FOREVER else f"{row.amount} {LABELS[unit]}"


def _situation(word: str) -> str:
    return "" if word == "*" else SITUATIONS.get(word, "其他情形")
