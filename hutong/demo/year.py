"""A year of work, lived month by month under a clock that is set back: files, visits, exits, and what came due."""

import uuid
from collections.abc import Callable
from datetime import date
from random import Random

from django.db import connection

from hutong.accounts import scope
from hutong.config import clock
from hutong.demo.child import Invented
from hutong.demo.enrolment import days, enrol
from hutong.demo.errands import errands
from hutong.demo.fieldwork import look_through, record
from hutong.demo.grants import Grants
from hutong.demo.leavings import close, leavings
from hutong.demo.months import Month, office_hour, year_before
from hutong.demo.staff import Staff
from hutong.demo.villages import SEED
from hutong.duties import engine


class Year:
    """The year before a day in the life of the children and the staff."""

    def __init__(self, staff: Staff, children: list[Invented], today: date) -> None:
        self.months = year_before(today)
        self._staff, self._grants = staff, Grants(staff)
        self._children = {child.id: child for child in children}
        self._registered = days(children, self.months)
        self._leaving = leavings(children, self.months)
        self._risks: dict[uuid.UUID, str] = {}

    def live(self, say: Callable[[str], None]) -> None:
        """Write all of it. Duties are brought up to date at each month's end, so that their rounds give a trend."""
        for month in self.months:
            enrol(self._grants, self._registered, month)
            self._work(month)
            close(self._grants, self._leaving, month)
            with clock.at(month.last):
                _sweep()
            say(f"演示数据：{month.first:%Y-%m}")
        _sweep()

    def _work(self, month: Month) -> None:
        rng = Random(f"{SEED}-work-{month.last}")
        for township, found in errands(rng, month, self._staff, self._children).items():
            with (
                clock.at(office_hour(rng, month.last)),
                scope.within(self._grants.of(township)) as grant,
            ):
                record(rng, [errand for errand in found if errand.rule == "visit"], self._risks)
                look_through(rng, grant, [errand for errand in found if errand.rule == "file"])


def _sweep() -> None:
    with scope.within(scope.system()), connection.cursor() as cursor:
        # All this is one transaction: the planner has no statistics of it yet, and would loop over loops.
        cursor.execute("SET LOCAL enable_nestloop = off")
        engine.sweep()
        cursor.execute("SET LOCAL enable_nestloop = on")
