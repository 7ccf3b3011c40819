"""Without a context the database shows nothing, also on a connection that has just served somebody (wall 4)."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests import environment
from tests.cast import ANTU, CHANGBAISHAN, WANBAO, XINLI, appoint_all, grant_of


def posts_seen() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM accounts_post")
        return {place for (place,) in cursor.fetchall()}


def test_a_query_without_context_returns_nothing(cast) -> None:
    assert posts_seen() == set()


def test_an_officer_sees_the_own_jurisdiction_and_nothing_beside_it(cast) -> None:
    from hutong.accounts import context

    with context.within(grant_of(cast.wanbao)):
        assert {WANBAO, XINLI} <= posts_seen()
        assert ANTU not in posts_seen()
    with context.within(grant_of(cast.antu)):
        assert {ANTU, WANBAO, XINLI} <= posts_seen()
        assert not any(place // 10**8 == CHANGBAISHAN // 10**8 for place in posts_seen())


def test_nothing_is_seen_after_the_context_ended_in_the_same_transaction(cast) -> None:
    from hutong.accounts import context

    with context.within(grant_of(cast.jilin)):
        assert posts_seen()
    assert posts_seen() == set()


def test_nothing_is_seen_when_a_connection_is_used_again(django_db_setup, django_db_blocker) -> None:
    """On one bare connection as the application's role: in a transaction, after it, and after one that failed."""
    with environment.populated("reuse", django_db_blocker) as address:
        appoint_all()
    with psycopg.connect(environment.as_application(address), autocommit=True) as reused:
        look = "SELECT count(*) FROM accounts_post"
        everywhere = "SELECT set_config('hutong.places', '{[0,1000000000000)}', true)"
        with reused.transaction():
            reused.execute(everywhere)
            assert reused.execute(look).fetchone() == (14,)
        assert reused.execute(look).fetchone() == (0,)
        with pytest.raises(psycopg.errors.DivisionByZero), reused.transaction():
            reused.execute(f"{everywhere}, 1 / 0")
        assert reused.execute(look).fetchone() == (0,)


def test_nobody_writes_past_the_actions(cast) -> None:
    from hutong.accounts import context
    from hutong.accounts.models import Post

    with context.within(grant_of(cast.antu)) as grant:
        wanbao = Post.objects.within(grant).filter(place=WANBAO)
        with pytest.raises(ProgrammingError, match="outside an action"), transaction.atomic():
            wanbao.update(basis="绕过操作")


def test_a_scoped_model_refuses_a_query_without_a_grant() -> None:
    from hutong.accounts.managers import BareQuery
    from hutong.accounts.models import Post

    with pytest.raises(BareQuery):
        Post.objects.all()
