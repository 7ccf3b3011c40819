"""Duties, waivers, tasks."""

from __future__ import annotations

from typing import Any

from tests.access.bodies import DAY
from tests.access.objects.making import NOBODY, Made, kept, makes, system


@makes("duty")
def _duty(place: int, made: Made) -> Any:
    from hutong.duties.models import Duty

    return Duty.objects.within(system()).filter(child=made("child"), ending="")[0].pk


@makes("task")
def _task(place: int, made: Made) -> Any:
    from hutong.accounts.permissions import Role
    from hutong.duties.models import Task

    by = {"assigned_by": NOBODY, "assigned_name": "", "assigned_on": DAY}
    return kept(Task(place=place, owner=Role.CHILD_DIRECTOR, title="核实情况", due=DAY, **by))


@makes("waiver")
def _waiver(place: int, made: Made) -> Any:
    from hutong.duties.models import Waiver

    asked = {"asked_by": NOBODY, "asked_name": "", "asked_on": DAY}
    return kept(Waiver(duty=made("duty"), place=place, child=made("child"), reason="理由", **asked))
