"""Two people write the same dated fact of one child at once: the second waits for the first and is then refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests import environment
from tests.cast import XINLI


@pytest.fixture(scope="module")
def child(django_db_setup, django_db_blocker):
    """A child in a database whose commits stay."""
    from hutong.children.tests.factories import registered

    with environment.populated("facts", django_db_blocker):
        yield registered(categories=[])


def distressed(child) -> str:
    """Write that the child is distressed, on a connection of its own that waits for no lock; gives what was refused."""
    from django.db import DatabaseError, connections

    from hutong.accounts import context, grants
    from hutong.ground import query
    from hutong.journal.actions import operation

    try:
        with context.within(grants.system()), operation("test.beside"):
            query.run("SET LOCAL lock_timeout = '100ms'")
            write(child)
    except DatabaseError as refused:
        return type(refused.__cause__).__name__
    finally:
        connections.close_all()
    return ""


def write(child) -> None:
    from hutong.accounts.managers import plain
    from hutong.accounts.models import new_id
    from hutong.children.models import Category
    from hutong.ground.days import days

    plain(Category).create(id=new_id(), child_id=child, place=XINLI, key="distressed", period=days(date(2026, 3, 1)))


def test_the_second_of_two_who_write_at_once_waits_and_is_refused(child):
    from hutong.accounts import context, grants
    from hutong.journal.actions import operation

    with ThreadPoolExecutor(1) as other:
        with context.within(grants.system()), operation("test.beside"):
            write(child)
            assert other.submit(distressed, child).result() == "LockNotAvailable"
        assert other.submit(distressed, child).result() == "ExclusionViolation"
