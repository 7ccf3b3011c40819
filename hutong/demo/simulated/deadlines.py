"""When a child's next round is due: the rows of policy that duties/sql/work.sql reads, for one child at a time.

A test holds both against each other: on a simulated register a sweep changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hutong.duties.models import Policy
from hutong.ground import working_days
from hutong.ground.days import first_day
from hutong.ground.deadline import Unit, last_day

RULES = ("visit", "file")


@dataclass(frozen=True)
class Allowed:
    """How long a round has, by which row of policy. length: as Policy has it."""

    amount: int
    unit: Unit
    length: int
    policy: int

    def due(self, since: date) -> date:
        """The last day of a round owed since a day."""
        return last_day(since, self.amount, self.unit, working_days.calendar())


@dataclass(frozen=True)
class Row:
    """One row of policy, [since, until)."""

    rule: str
    province: int
    category: str
    situation: str
    since: date
    until: date | None
    allowed: Allowed


class Deadlines:
    """Rows of policy as a worker process needs them, without a database."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._known: dict[tuple[str, frozenset[str], str, date], Allowed] = {}

    def of(self, rule: str, categories: Collection[str], situation: str, since: date) -> Allowed:
        """What holds for a round owed since a day: of the rows that apply the shortest, as work.sql chooses."""
        key = (rule, frozenset(categories), situation, since)
        if key not in self._known:
            self._known[key] = min(self._applying(*key), key=lambda row: row.allowed.length).allowed
        return self._known[key]

    def _applying(self, rule: str, categories: frozenset[str], situation: str, since: date) -> Collection[Row]:
        found = [
            row
            for row in self._rows
            if row.rule == rule
            and row.since <= since
            and (row.until is None or since < row.until)
            and row.category in {"*", *categories}
            and row.situation in ("*", situation)
        ]
        # A province's row stands before the nation's, a later one before the one it succeeds: the last one stays.
        found.sort(key=lambda row: (row.category, row.situation, row.province, row.since))
        return {(row.category, row.situation): row for row in found}.values()


def load(province: int) -> Deadlines:
    """The rows for one province out of the database."""
    rows = Policy.objects.filter(rule__in=RULES, province__in=(0, province)).order_by("id")
    return Deadlines(
        [
            Row(
                row.rule,
                row.province,
                row.category,
                row.situation,
                first_day(row.period),
                row.period.upper,
                Allowed(row.amount, Unit(row.unit), row.length, row.pk),
            )
            for row in rows
        ]
    )
