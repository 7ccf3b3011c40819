"""Walls 1 and 4, whatever the posts: a grant sees its intervals and nothing else, by the ORM and by PostgreSQL itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.permissions import Permission
from hutong.children.actions import register
from hutong.children.models import Category, Child, Relative, Token
from hutong.children.tests.factories import new
from hutong.ground import query
from hutong.places.codes import interval
from tests.cast import ANTU, CHANGBAISHAN, CHIBEI, JIANGBEI, JILIN, KAOSHAN, NONGAN, WANBAO, XINLI

VILLAGES = (XINLI, JIANGBEI, 222426_106_001, 220122_103_200, 229801_120_300, 229802_120_300)
PLACES = (*VILLAGES, WANBAO, KAOSHAN, ANTU, NONGAN, CHANGBAISHAN, CHIBEI, 222400_000_000, JILIN)
TABLES = ("children_child", "children_relative", "children_category", "children_token", "duties_duty", "journal_entry")


@pytest.fixture
def homes(db):
    """Three children in each village: id → village."""
    files = [new(f"孩子{n}", place=place) for place in VILLAGES for n in range(3)]
    with context.within(grants.system()) as grant:
        return dict(zip(register(grant, files), [file.place for file in files], strict=True))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.sets(st.sampled_from(PLACES), max_size=4))
def test_a_grant_sees_its_own_intervals_and_nothing_else(homes, places):
    bounds = tuple(sorted(interval(place) for place in places))
    grant = grants.Grant(None, None, None, tuple(places), bounds, frozenset(Permission))
    inside = {child for child, home in homes.items() if any(low <= home < high for low, high in bounds)}
    with context.within(grant):
        assert set(Child.objects.within(grant).values_list("pk", flat=True)) == inside
        for model in (Relative, Category, Token):
            assert set(model.objects.within(grant).values_list("child", flat=True)) == inside
        # PostgreSQL alone, asked for everything, gives the same.
        assert {row[0] for row in query.rows("SELECT id FROM children_child")} == inside
        for table in TABLES:
            homes_seen = {row[0] for row in query.rows(f"SELECT DISTINCT place FROM {table}")}
            assert homes_seen == {homes[child] for child in inside}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), other=st.sampled_from(PLACES))
def test_a_narrowed_grant_never_widens(homes, place, other):
    whole = grants.Grant(None, None, None, (place,), (interval(place),), frozenset(Permission))
    narrowed = whole.narrowed(other)
    low, high = interval(other)
    if narrowed is None:
        assert not all(whole.covers(code) for code in (low, high - 1))
    else:
        assert whole.covers(low)
        assert whole.covers(high - 1)
        assert narrowed.bounds == ((low, high),)
