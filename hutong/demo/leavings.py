"""The few who left the register within the year, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hutong.accounts import context
from hutong.children.actions import leave
from hutong.children.age import age
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.demo.child import Invented
from hutong.demo.enrolment import comes_of_age
from hutong.demo.grants import Grants
from hutong.demo.months import Month, office_hour
from hutong.demo.villages import SEED
from hutong.ground import clock

E = ExitReason
# How many of each, and when: parents who came home for Spring Festival and stayed say so in March.
REASONS = {E.RETURNED: 22, E.MOVED: 11, E.IMPROVED: 6, E.MISTAKE: 3, E.ADOPTED: 1, E.DEATH: 1}
NOTES = {
    E.RETURNED: "父母返乡务农，经村委会核实长期居住",
    E.MOVED: "随父母迁往外地就读，已告知迁入地",
    E.IMPROVED: "家庭收入稳定，经乡镇核实退出",
    E.MISTAKE: "重复登记，保留另一份档案",
    E.ADOPTED: "依法办理收养登记",
    E.DEATH: "因病去世",
    E.ADULT: "年满十八周岁，转入成年人救助衔接",
}
EARLIEST = 75


@dataclass(frozen=True)
class Leaving:
    """One child's exit."""

    child: Invented
    reason: ExitReason
    on: date


def leavings(children: list[Invented], months: list[Month]) -> list[Leaving]:
    """Everybody who leaves within the year: whoever comes of age, and a few for other reasons."""
    rng = Random(f"{SEED}-leaving")
    start, end = months[0].first, months[-1].last
    of_age = [child for child in children if age(child.birth, end) >= 18]
    left_behind = [
        child for child in children if child.categories == {"left_behind"} and age(child.birth, end) in range(1, 16)
    ]
    reasons = [reason for reason, count in REASONS.items() for _ in range(count)]
    others = zip(rng.sample(left_behind, min(len(reasons), len(left_behind))), reasons, strict=False)
    adults = [Leaving(child, E.ADULT, max(comes_of_age(child), start)) for child in of_age]
    return adults + [Leaving(child, reason, day_of(rng, reason, start, end)) for child, reason in others]


def day_of(rng: Random, reason: ExitReason, start: date, end: date) -> date:
    """When somebody leaves for that reason, in a year from its first day to its last."""
    if reason == E.RETURNED:
        return min(date(start.year + 1, 3, 1) + timedelta(rng.randrange(40)), end)
    return start + timedelta(rng.randrange(EARLIEST, (end - start).days))


def close(grants: Grants, leaving: list[Leaving], month: Month) -> None:
    """Close the files of those who left in a month."""
    for one in leaving:
        if month.first <= one.on <= month.last:
            moment = office_hour(Random(f"{SEED}-{one.on}"), month.last)
            with clock.at(moment), context.within(grants.of_township(one.child.village.township_code)) as grant:
                child = Child.objects.within(grant).filter(pk=one.child.id).first()
                if child and child.registered_on <= one.on:
                    leave(grant, child, one.reason, one.on, NOTES[one.reason])
