"""A year of work, lived month by month under a clock that is set back: files, visits, exits, and what came due."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from hutong.accounts import context, grants
from hutong.demo.child import Invented
from hutong.demo.clearing import clear
from hutong.demo.enrolment import enrol, plan
from hutong.demo.errands import by_township, by_unit, errands
from hutong.demo.fieldwork import look_through, record
from hutong.demo.grants import Grants
from hutong.demo.leavings import close, leavings
from hutong.demo.months import Month, office_hour, year_before
from hutong.demo.staff import Staff
from hutong.demo.villages import SEED
from hutong.duties import engine
from hutong.ground import clock
from hutong.returns.months import close as ledgers

# Months whose records the townships wrote themselves; what is older was taken over from paper by the bureaus.
RECENT = 2
# Of the files that townships look through again, how many have something to change.
CHANGED = 0.05
# Months whose ledgers were closed, for comparing.
CLOSED = 3


class Year:
    """The year before a day in the life of the children and the staff."""

    def __init__(self, staff: Staff, children: list[Invented], today: date) -> None:
        self.months = year_before(today)
        self._staff, self._grants = staff, Grants(staff)
        self._children = {child.id: child for child in children}
        self._registered = plan(children, self.months)
        self._leaving = leavings(children, self.months)
        self._risks: dict[uuid.UUID, str] = {}

    def live(self, say: Callable[[str], None]) -> None:
        """Write all of it. Duties are brought up to date at each month's end, so that their rounds give a trend."""
        for nth, month in enumerate(self.months, 1):
            enrol(self._grants, self._registered, month)
            self._work(month)
            close(self._grants, self._leaving, month)
            clear(self._grants, month, len(self.months) - nth)
            with clock.at(month.last):
                sweep()
            if month in self.months[-CLOSED - 1 : -1]:
                with clock.at(month.last + timedelta(1)):
                    ledgers.close_due()
            say(f"演示数据：{month.first:%Y-%m}")

    def _work(self, month: Month) -> None:
        rng = Random(f"{SEED}-work-{month.last}")
        found = errands(rng, month, self._staff, self._children)
        recent = month in self.months[-RECENT:]
        for place, group in (by_township if recent else by_unit)(found).items():
            grant = (self._grants.of_township if recent else self._grants.of_unit)(place)
            with clock.at(office_hour(rng, month.last)), context.within(grant):
                record(rng, [errand for errand in group if errand.rule == "visit"], self._risks)
                files = [errand for errand in group if errand.rule == "file"]
                look_through(rng, grant, files, CHANGED if recent else 0)


def sweep() -> None:
    """Bring all duties up to date."""
    with context.within(grants.system()):
        engine.sweep()
