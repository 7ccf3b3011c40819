"""Random changes of a random corner of the tree: no record is lost, and whoever held a place holds it still."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.places import lookup
from hutong.places.codes import Level, at_level, covers, interval, level_of
from hutong.places.models import Place
from hutong.workforce.changes import recode
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
COUNTIES = (222426_000_000, 220122_000_000)
steps = st.lists(
    st.tuples(st.sampled_from(["move", "merge", "rename", "split"]), st.integers(0, 400), st.integers(0, 400)),
    min_size=1, max_size=5,
)  # fmt: skip


def units() -> list[Place]:
    """Townships and villages of two counties: a corner that changes."""
    inside = [Place.objects.filter(code__gt=low, code__lt=high) for low, high in map(interval, COUNTIES)]
    return sorted((unit for some in inside for unit in some), key=lambda unit: unit.pk)


def wish(kind: str, unit: Place, other: Place, number: int) -> Wish:
    above = other.code if other.level < unit.level else at_level(other.code, unit.level - 1)
    into = other.code if other.level == unit.level else None
    return Wish(kind, unit.code, DAY, name=f"第{number}新村委会", into=into, parent=above)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=steps)
def test_no_record_is_lost_and_every_jurisdiction_is_one_interval(told):
    villages = [unit for unit in units() if unit.level == Level.VILLAGE][:: max(1, len(units()) // 8)]
    homes = {registered(f"孩子{nth}", place=unit.code): unit for nth, unit in enumerate(villages)}
    stands = {child: unit.pk for child, unit in homes.items()}
    spans = [interval(code) for code in COUNTIES]
    before, places = rows(spans), len(units())
    for number, (kind, one, two) in enumerate(told):
        known = units()
        unit, other = known[one % len(known)], known[two % len(known)]
        try:
            with context.within(grants.system()) as grant:
                done = change(grant, wish(kind, unit, other, number), "文", "因")
        except Problem:
            continue
        places += {"split": 1, "merge": -1}.get(kind, 0)
        if kind == "merge":
            stands = {child: other.pk if pk == unit.pk else pk for child, pk in stands.items()}
        assert lookup.resolve(done.code).code == done.new_code or kind == "split"
    assert len(units()) == places
    with context.within(grants.system()):
        now = dict(plain(Child).filter(pk__in=homes).values_list("pk", "place"))
    assert now == {child: Place.objects.get(pk=pk).code for child, pk in stands.items()}
    assert all(covers(at_level(unit.code, unit.level - 1), unit.code) for unit in units())
    assert all(unit.level == level_of(unit.code) for unit in units())
    assert Place.objects.filter(code__in={at_level(unit.code, unit.level - 1) for unit in units()}).exists()
    assert rows(spans) == before


def rows(spans) -> dict[str, int]:
    """Children, posts, files: everything that must still be there."""
    with context.within(grants.system()):
        found = recode.counts(spans)
    return {name: found[name] for name in ("children", "posts", "files")}
