"""A2-3: whatever happens between the months, any two compared are what a plain list of who stood where says."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.children.actions import leave, return_child, update
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.returns.months import close, compare
from hutong.returns.months.calendar import first, following
from hutong.transfers.moves.carry import carry
from tests.cast import ANTU, JIANGBEI, KAOSHAN, WANBAO, XINLI

pytestmark = pytest.mark.django_db
HOMES = (XINLI, JIANGBEI, 220122_103_200)
UNITS = (XINLI, JIANGBEI, WANBAO, ANTU, KAOSHAN, 22 * 10**10)
START = date(2026, 3, 10)
KINDS = ("register", "leave", "return", "edit", "move", "nothing")
months = st.lists(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 50), st.integers(0, 2)), max_size=4),
                  min_size=2, max_size=4)  # fmt: skip
Model = dict[Any, tuple[int, str]]  # child → village and health, of those who stand in the ledger


def act(step: tuple[str, int, int], known: list[Any], model: Model, gone: set[Any]) -> None:
    kind, one, two = step
    here, away = [child for child in known if child in model], [child for child in known if child in gone]
    health = ("well", "weak", "")[two]
    with context.within(grants.system()) as grant:
        if kind == "register":
            child = registered(f"孩子{len(known)}", place=HOMES[two], born=date(2016, 3, 4), on=clock.today())
            known.append(child)
            model[child] = (HOMES[two], "well")
        elif kind == "return" and away:
            child = away[one % len(away)]
            return_child(grant, row(grant, child), "")
            gone.discard(child)
            model[child] = (row(grant, child).place, row(grant, child).health)
        elif here:
            child = here[one % len(here)]
            if kind == "leave":
                leave(grant, row(grant, child), ExitReason.IMPROVED, clock.today())
                del model[child]
                gone.add(child)
            elif kind == "edit":
                update(grant, child, row(grant, child).rev, {}, {"health": {"health": health}})
                model[child] = (model[child][0], health)
            elif kind == "move":
                with operation("tests.move"):
                    carry(row(grant, child), HOMES[two])
                model[child] = (HOMES[two], model[child][1])


def row(grant: Any, child: Any) -> Child:
    return Child.objects.within(grant).get(pk=child)


def inside(model: Model, unit: int) -> Model:
    low, high = context.interval(unit)
    return {child: told for child, told in model.items() if low <= told[0] < high}


def expected(old: Model, new: Model) -> dict[Any, str]:
    told: dict[Any, str] = {child: "came" for child in new if child not in old}
    told |= {child: "left" for child in old if child not in new}
    return told | {child: "changed" for child in old if child in new and old[child] != new[child]}


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate),
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(told=months, skipped=st.integers(0, 3))
def test_any_two_months_compared_are_what_a_plain_list_says(told, skipped):
    # Every example begins in an empty register.
    with suppress(Undone), transaction.atomic():
        live(told, skipped)
        raise Undone


class Undone(Exception):
    """The example is over."""


def live(told, skipped) -> None:
    known: list[Any] = []
    model: Model = {}
    gone: set[Any] = set()
    stood: list[tuple[date, Model]] = []
    day = START
    for number, steps in enumerate(told):
        for nth, step in enumerate(steps):
            with clock.at(day + timedelta(nth)):
                act(step, known, model, gone)
        stood.append((first(day), dict(model)))
        day = following(first(day)) + timedelta(9)
        # A night that is missed is made up for before anything else happens.
        with clock.at(following(first(stood[-1][0])) + timedelta(number == skipped)):
            close.close_due()
    for one, (month, old) in enumerate(stood):
        for later, new in stood[one:]:
            check(month, old, later, new)


def check(month: date, old: Model, later: date, new: Model) -> None:
    for unit in UNITS:
        with context.within(grants.system()) as grant:
            narrowed = grant.narrowed(unit)
            assert narrowed
            pair = compare.pair(narrowed, unit, later, month)
            rows: list[Any] = []
            after = None
            while True:
                found, after = compare.page(pair, "", after, 2)
                rows += found
                if after is None:
                    break
            assert {one["child"]: one["kind"] for one in rows} == expected(inside(old, unit), inside(new, unit))
            assert len(rows) == compare.count(pair, "")
            totals = [one["total"] for one in compare.summary(pair)["totals"]]
            assert totals == [len(inside(old, unit)), len(inside(new, unit))]
