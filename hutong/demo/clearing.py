"""Ledger exceptions (A2-3): most townships explain every second month what they cannot put right; a few never do."""

from datetime import date, timedelta
from random import Random

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.children import bulk
from hutong.demo.grants import Grants
from hutong.demo.months import Month, office_hour
from hutong.demo.villages import SEED, UNITS
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.places.codes import WIDTH, Level, at_level
from hutong.returns.models import Explained
from hutong.returns.out import exceptions

CLEARS, STANDS = 0.85, timedelta(150)
REASONS = {
    "no_number": "户口本由父母带在外地，返乡后补登",
    "no_carer": "照护人住院，暂由亲属轮流照看，定下来后补登",
    "no_schooling": "正在办理转学，学籍到位后补登",
    "unconfirmed": "孩子随父母在外地，已电话联系，返乡后入户核实",
}
USUAL = "已联系家长，下次走访时核实补齐"


def clear(grants: Grants, month: Month, from_end: int) -> None:
    """Write the explanations of a month; from_end: how many months before the last one it is."""
    for unit in UNITS:
        at = office_hour(Random(f"{SEED}-clear-{month.last}"), month.last)
        with clock.at(at), context.within(grants.of_unit(unit)) as grant, operation("children.explain"):
            bulk.insert(Explained, _rows(grants, grant, from_end))


def _rows(grants: Grants, grant: Grant, from_end: int) -> list[dict]:
    until: date = clock.today() + STANDS
    return [
        {
            "id": new_id(),
            "child_id": child,
            "place": place,
            "rule": rule,
            "reason": REASONS.get(rule, USUAL),
            "until": until,
            "by": grants.of_township(at_level(place, Level.TOWNSHIP)).name,
            "at": clock.now(),
        }
        for child, place, rule in exceptions.unexplained(grant)
        if _clears(at_level(place, Level.TOWNSHIP), from_end)
    ]


def _clears(township: int, from_end: int) -> bool:
    diligent = Random(f"{SEED}-clears-{township}").random() < CLEARS
    # What comes up in one month is owed from its end, and cleared in the next.
    return diligent and (from_end + township // WIDTH[Level.TOWNSHIP]) % 2 == 0 and from_end > 0
