"""Dated facts of a file: of a child that is there, one of a kind at a time, few rows or many."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from psycopg.errors import ExclusionViolation, ForeignKeyViolation

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.children import bulk
from hutong.children.models import AidReceived, Category, Schooling
from hutong.children.tests.factories import XINLI, registered
from hutong.ground import query
from hutong.ground.days import days
from hutong.journal.actions import operation

pytestmark = pytest.mark.django_db
MARCH, JUNE, SEPTEMBER = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def fact(child, period, **values):
    return {"id": new_id(), "child_id": child, "place": XINLI, "period": period, **values}


def refused(kind, model, *rows):
    """Whether PostgreSQL refuses the rows, and says so as a constraint of this kind."""
    with pytest.raises(IntegrityError) as wrong, transaction.atomic():
        plain(model).bulk_create([model(**row) for row in rows])
    assert isinstance(wrong.value.__cause__, kind)


@pytest.fixture
def children():
    return [registered(f"孩子{n}", categories=[]) for n in range(4)]


@pytest.fixture
def child(children):
    return children[0]


@pytest.fixture(autouse=True)
def writing(children):
    with context.within(grants.system()), operation("test.facts"):
        yield


def test_a_category_stands_once_at_a_time_and_again_later(child):
    plain(Category).create(**fact(child, days(MARCH, JUNE), key="distressed"))
    refused(ExclusionViolation, Category, fact(child, days(date(2026, 5, 31)), key="distressed"))
    plain(Category).create(**fact(child, days(JUNE), key="distressed"))
    plain(Category).create(**fact(child, days(MARCH), key="left_behind"))


def test_two_overlapping_rows_of_one_statement_are_refused(child):
    rows = [fact(child, days(MARCH, SEPTEMBER), key="distressed"), fact(child, days(JUNE), key="distressed")]
    refused(ExclusionViolation, Category, *rows)


def test_a_change_that_makes_two_facts_overlap_is_refused(child):
    first = plain(Category).create(**fact(child, days(MARCH, JUNE), key="distressed"))
    plain(Category).create(**fact(child, days(SEPTEMBER), key="distressed"))
    plain(Category).filter(pk=first.pk).update(period=days(MARCH, SEPTEMBER))
    with pytest.raises(IntegrityError), transaction.atomic():
        plain(Category).filter(pk=first.pk).update(period=days(MARCH))


def test_a_child_is_at_one_school_at_a_time(child):
    refused(ExclusionViolation, Schooling, fact(child, days(date(2030, 1, 1)), stage="junior"))


def test_many_rows_are_looked_at_as_a_few_are(children):
    years = [days(date(1900 + n, 1, 1), date(1901 + n, 1, 1)) for n in range(100)]
    rows = [fact(one, year, key="distressed") for one in children for year in years]
    with pytest.raises(IntegrityError, match="one at a time"), transaction.atomic():
        bulk.insert(Category, [*rows, fact(children[2], days(date(1950, 3, 1), date(1950, 4, 1)), key="distressed")])
    bulk.insert(Category, rows)
    assert plain(Category).filter(child__in=children).count() == 400


def test_facts_are_of_a_child_that_is_there_and_stays(child):
    refused(ForeignKeyViolation, AidReceived, fact(new_id(), days(MARCH), kind="temporary"))
    with pytest.raises(ProgrammingError), transaction.atomic():
        query.run("DELETE FROM children_child WHERE id = %s", [child])
