"""When a message waits too long, and whose it is; pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from hutong.ground import working_days
from hutong.ground.deadline import Unit, last_day
from hutong.places.codes import Level, at_level, level_of

ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
NO_NUMBERS = "文字里有身份证号码，请删去：管理员不办理儿童个案。"

# No law sets a term; the office answers within a week.
ANSWER_WITHIN = 5  # working days


def workdays(since: date, until: date) -> int:
    """Working days that a message has waited."""
    return working_days.calendar().between(since, until)


def late(since: date | None, today: date) -> bool:
    """Whether an answer is overdue."""
    return since is not None and today > last_day(since, ANSWER_WITHIN, Unit.WORKING_DAY, working_days.calendar())


def levels_above(place: int) -> list[int]:
    """The units that may answer for a place, the nearest first: from the county upward."""
    return [
        at_level(place, level) for level in (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE) if level <= _own(place)
    ]


def answers(
    place: int, about: str, about_administrator: bool, administrators: Mapping[int, Iterable[str]]
) -> int | None:
    """The place whose administrator answers; None when there is none.

    administrators: names by place. Who is complained about does not see it, nor do colleagues beside them, except at
    the top, where there is nobody above.
    """
    skips = about_administrator
    for unit in levels_above(place):
        names = list(administrators.get(unit, ()))
        free = [name for name in names if name not in about]
        top = level_of(unit) == Level.PROVINCE
        if free and (top or (not skips and len(free) == len(names))):
            return unit
        skips = skips and not names
    return None


def _own(place: int) -> int:
    return level_of(place)
