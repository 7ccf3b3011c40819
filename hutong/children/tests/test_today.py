"""The views of today lend nobody a right: each says what the table under it says to whoever asks, and of today alone."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from psycopg import sql
from psycopg.types.range import DateRange

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.models import Category, Relative, Schooling
from hutong.children.tests.factories import XINLI, registered
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.places.codes import interval
from tests.cast import JIANGBEI, WANBAO

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "children_category_today": Category,
    "children_schooling_today": Schooling,
    "children_relative_today": Relative,
}
VIEWS: dict[str, Any] = {**FACTS, "accounts_post_today": Post}


def grant_over(place: int) -> grants.Grant:
    return grants.Grant(None, None, None, (place,), (interval(place),))


def places(view: str) -> list[int]:
    """The places of all rows that a view shows in this scope."""
    asked = query.composed("SELECT place FROM {view} ORDER BY place", view=sql.Identifier(view))
    return [place for (place,) in query.rows(asked)]


def under(model: Any) -> list[int]:
    """The same of the rows of today in the table, by the ORM; PostgreSQL's policies hold below it."""
    return sorted(plain(model).filter(period__contains=clock.today()).values_list("place", flat=True))


@pytest.fixture
def children(cast) -> list[uuid.UUID]:
    return [registered("王小明", place=XINLI), registered("李小红", place=JIANGBEI)]


@pytest.mark.parametrize("view", VIEWS)
def test_each_shows_what_its_table_shows_in_this_scope(children, view) -> None:
    for place in (XINLI, JIANGBEI, WANBAO):
        with context.within(grant_over(place)):
            assert places(view) == under(VIEWS[view]) != []
    with context.within(grant_over(XINLI)):
        assert set(places(view)) == {XINLI}
    with transaction.atomic():
        assert places(view) == []


@pytest.mark.parametrize("view", FACTS)
def test_a_child_that_a_share_opened_is_seen_and_no_other(children, view) -> None:
    with context.within(grants.system()):
        context.open_by_share(children[0])
        assert set(places(view)) == {XINLI}


@pytest.mark.parametrize("view", FACTS)
def test_what_is_over_is_no_fact_of_today_and_is_one_of_its_own_days(children, view) -> None:
    today = clock.today()
    with context.within(grants.system()) as system:
        with operation("test.facts"):
            rows = FACTS[view].objects.within(system).filter(child=children[0])
            rows.update(period=DateRange(today - timedelta(30), today))
        assert set(places(view)) == {JIANGBEI}
    with clock.at(today - timedelta(1)), context.within(grants.system()):
        assert set(places(view)) >= {XINLI}


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_writes_through_one(children, view) -> None:
    asked = query.composed("DELETE FROM {view}", view=sql.Identifier(view))
    with pytest.raises(ProgrammingError), context.within(grants.system()):
        query.run(asked)
