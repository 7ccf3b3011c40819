"""S2-3: whatever is edited, refused, lost or sent twice, once all is accepted the national system holds what we hold."""

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
from hutong.returns.exchange import actions, template
from hutong.returns.exchange.held import held
from hutong.returns.exchange.owed import owed
from hutong.returns.models import Exchange
from tests.cast import ANTU, JIANGBEI, XINLI

pytestmark = pytest.mark.django_db
START = date(2026, 3, 10)
edits = st.tuples(st.sampled_from(["register", "leave", "return", "edit"]), st.integers(0, 50), st.integers(0, 2))
# What the national system does with each row of a batch in turn, and whether the batch is ended without the rest.
answers = st.lists(st.sampled_from(["accepted", "refused", "silent"]), min_size=1, max_size=4)
rounds = st.lists(st.tuples(st.lists(edits, max_size=4), answers), min_size=1, max_size=4)


class Undone(Exception):
    """The example is over."""


class Nation:
    """What it took, by child: the values of the last row it accepted."""

    def __init__(self) -> None:
        self.holds: dict[Any, dict[str, Any]] = {}

    def take(self, row: Any) -> None:
        if row.what == "left":
            assert row.subject in self.holds, "nobody leaves who was never there"
            del self.holds[row.subject]
        else:
            assert (row.what == "changed") == (row.subject in self.holds)
            self.holds[row.subject] = {field: row.values[field] for field in template.fields("child")}


def act(step: tuple[str, int, int], known: list[Any]) -> None:
    kind, one, two = step
    with context.within(grants.system()) as grant:
        if kind == "register":
            known.append(registered(f"孩子{len(known)}", place=(XINLI, JIANGBEI)[two % 2], born=date(2016, 3, 4)))
        elif known:
            child = Child.objects.within(grant).get(pk=known[one % len(known)])
            if kind == "leave" and child.active:
                leave(grant, child, ExitReason.IMPROVED, clock.today())
            elif kind == "return" and not child.active:
                return_child(grant, child, "")
            elif kind == "edit" and child.active:
                update(grant, child.pk, child.rev, {}, {"health": {"health": ("well", "weak", "")[two]}})


def batch(nation: Nation, told: list[str]) -> int:
    """One batch, made and answered; gives how many rows it had."""
    with context.within(grants.system()) as system:
        grant = system.narrowed(ANTU)
        assert grant
        made = actions.make(grant, ANTU)
        found = owed(grant)
        actions.fill(grant, made, found)
        what = {n: told[n % len(told)] for n, _ in enumerate(found.rows, 1)}
        for position, row in enumerate(found.rows, 1):
            if what[position] == "accepted":
                nation.take(row)
        given = {n: (said == "accepted", "重复") for n, said in what.items() if said != "silent"}
        if found.rows:
            actions.settle(grant, made, given, [])
            if Exchange.objects.within(grant).get(pk=made.pk).status == "ready":
                actions.close(grant, made)
        # The next is never made at the same moment.
        return len(found.rows)


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate),
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(lived=rounds)
def test_no_change_is_ever_lost(lived):
    with suppress(Undone), transaction.atomic():
        live(lived)
        raise Undone


def live(lived) -> None:
    nation, known, day = Nation(), [], START
    for steps, told in lived:
        day += timedelta(7)
        with clock.at(day):
            for step in steps:
                act(step, known)
            batch(nation, told)
            same(nation)
    with clock.at(day + timedelta(1)):
        batch(nation, ["accepted"])
    with clock.at(day + timedelta(2)):
        assert batch(nation, ["accepted"]) == 0, "nothing is owed any more"
        with context.within(grants.system()) as grant:
            ours = list(Child.objects.within(grant).filter(exited_on=None))
            assert nation.holds == template.children(grant, ours, clock.today())


def same(nation: Nation) -> None:
    """What we think that they hold is what they hold."""
    with context.within(grants.system()) as grant:
        narrowed = grant.narrowed(ANTU)
        assert narrowed
        assert {s: one.digest for s, one in held(narrowed).items()} == {
            s: template.digest(values) for s, values in nation.holds.items()
        }
