"""The floor by itself: what the application's role reads and moves with no context, and with a director's or a clerk's.

Every function that runs with the owner's rights is listed with what a caller can make it do; a new one fails here first.
"""

import json
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.session_store import SessionStore
from hutong.children import actions as files
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import read, registered
from hutong.ground import clock, query
from hutong.ground.sealing import token
from hutong.journal.actions import operation
from hutong.places.models import Place
from hutong.workforce.changes.plan import Wish
from hutong.workforce.changes.preview import preview
from tests.cast import JIANGBEI, WANBAO, XINLI, grant_of
from tests.definers import DEFINERS

pytestmark = pytest.mark.django_db
NUMBER = "220122201307306799"


def test_every_function_with_the_owners_rights_says_what_it_can_be_made_to_do() -> None:
    found = query.rows(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace "
        "AND has_function_privilege('hutong_app', p.oid, 'EXECUTE')"
    )
    assert {name for (name,) in found} == set(DEFINERS)


@pytest.fixture
def child(cast):
    return registered("黄佑俊", id_number=NUMBER, place=XINLI, born=clock.today().replace(year=2013, month=7, day=30))


def asked(sql: str, *values):
    """What a statement answers, or "refused"."""
    try:
        with transaction.atomic():
            return query.rows(sql, list(values))
    except DatabaseError:
        return "refused"


def test_without_a_context_nothing_is_told(cast, child) -> None:
    number = read(child).number
    assert asked("SELECT * FROM child_beyond(%s, NULL, '黄佑俊', NULL)", number) == []
    assert asked("SELECT * FROM identity_find(%s)", [token(NUMBER)]) == []
    assert asked("SELECT * FROM children_avoided()") == []
    assert asked("SELECT children_avoided_pairs(%s)", child) == []
    assert asked("SELECT * FROM children_kept_away(%s)", child) == []
    assert asked("SELECT * FROM identity_shared(NULL)") == []
    assert asked("SELECT organisation_unit(%s)", XINLI) == [(None,)]
    assert asked("SELECT hutong_holds('{administrator}', 0, 1)") == [(False,)]


def test_open_sessions_are_shown_to_their_person_alone(cast) -> None:
    from hutong.accounts.models import Presence

    now = clock.now()
    with context.as_person(cast.director):
        Presence(person=cast.director, began_at=now, seen_at=now, how="password").save(force_insert=True)
        assert Presence.objects.count() == 1
    assert Presence.objects.count() == 0
    for other in (cast.neighbour, cast.wanbao, cast.jilin, cast.administrator):
        with context.within(grant_of(other)):
            assert Presence.objects.count() == 0
            assert Presence.objects.update(ended_at=now) == 0
            assert asked("UPDATE accounts_presence SET person_id = %s RETURNING 1", other.pk) == []


WITHHELD = ["password", "phone_token", "second_factor_at", "second_factor_reset", "factors", "suspended_reason"]


@pytest.mark.parametrize("column", WITHHELD)
def test_what_lets_somebody_in_is_no_column_that_can_be_read(cast, column) -> None:
    for who in (cast.director, cast.administrator, cast.jilin):
        with context.within(grant_of(who)):
            assert asked(f"SELECT {column} FROM accounts_person") == "refused"
            assert asked(f"SELECT name FROM accounts_person WHERE {column} IS NULL") == "refused"
    with context.within(grants.system()):
        assert asked(f"SELECT {column} FROM accounts_person") == "refused"


def test_without_a_context_there_is_nobody(cast) -> None:
    everybody = [one.pk for one in (cast.director, cast.jilin)]
    assert asked("SELECT id, name FROM accounts_person") == []
    assert asked("SELECT * FROM person_self()") == []
    assert asked("SELECT * FROM person_withheld(%s)", everybody) == []
    with operation("test.floor"):
        assert asked("UPDATE accounts_person SET is_active = false RETURNING 1") == []
    assert asked("SELECT 1 FROM person_called(%s, NULL)", cast.director.staff_number) == [(1,)]
    for near in (cast.director.staff_number[:-1], "%", ""):
        assert asked("SELECT 1 FROM person_called(%s, NULL)", near) == []


def withheld_of(person):
    return asked("SELECT password, phone_token, second_factor_reset FROM person_withheld(%s)", [person.pk])


def test_a_name_is_told_in_any_context_and_what_is_withheld_to_who_reaches_the_account(cast) -> None:
    with context.within(grant_of(cast.director)):
        assert asked("SELECT name FROM accounts_person WHERE id = %s", cast.jilin.pk) == [(cast.jilin.name,)]
        assert withheld_of(cast.neighbour) == withheld_of(cast.jilin) == []
        [[password, hashed, _]] = withheld_of(cast.director)
        assert password
        assert hashed
    with context.within(grant_of(cast.wanbao)):
        assert withheld_of(cast.director) == [(None, None, "")]
        assert withheld_of(cast.antu) == []
    with context.within(grant_of(cast.administrator)):
        assert withheld_of(cast.director) == [(None, None, "")]
    with context.within(grants.system()):
        assert withheld_of(cast.jilin) == [(None, None, "")]


def test_an_account_is_written_by_who_reaches_it(cast) -> None:
    changed = "UPDATE accounts_person SET is_active = false WHERE id = %s RETURNING 1"
    for who, whose in (("director", "neighbour"), ("director", "wanbao"), ("wanbao", "antu")):
        with context.within(grant_of(getattr(cast, who))), operation("test.floor"):
            assert asked(changed, getattr(cast, whose).pk) == []
    with context.within(grant_of(cast.wanbao)), operation("test.floor"):
        assert asked(changed, cast.director.pk) == [(1,)]
        assert asked("DELETE FROM accounts_person WHERE id = %s", cast.director.pk) == "refused"


def test_a_second_factor_is_shown_to_its_person_alone(cast) -> None:
    with context.as_person(cast.director):
        Authenticator(user=cast.director, type=Authenticator.Type.TOTP, data={"secret": "x"}).save()
        assert Authenticator.objects.count() == 1
    assert Authenticator.objects.count() == 0
    for other in (cast.neighbour, cast.wanbao, cast.jilin, cast.administrator):
        with context.within(grant_of(other)):
            assert Authenticator.objects.count() == 0
            assert Authenticator.objects.filter(user=cast.director).delete()[0] == 0
    with context.within(grants.system()):
        assert Authenticator.objects.count() == 0


def test_a_session_is_reached_by_its_key_alone_and_no_key_lies_in_the_table(cast) -> None:
    session = SessionStore()
    session["of"] = "her"
    session.create()
    key = session.session_key
    for grant in (grants.system(), grant_of(cast.administrator), grant_of(cast.director)):
        with context.within(grant):
            for sql in ("SELECT * FROM django_session", "DELETE FROM django_session", "TRUNCATE django_session"):
                assert asked(sql) == "refused"
    assert SessionStore(key)["of"] == "her"
    [[kept]] = asked("SELECT session_hash(%s)", key)
    assert kept != key
    assert SessionStore(kept).load() == {}
    assert asked("SELECT session_make(%s, 'x', now())", key) == [(False,)]
    SessionStore(key).delete()
    assert SessionStore(key).load() == {}


@pytest.mark.parametrize("who", ["director", "neighbour", "administrator"])
def test_a_number_leads_nowhere_for_whoever_may_not_break_the_glass(cast, child, who) -> None:
    number = read(child).number
    with context.within(grant_of(getattr(cast, who))):
        assert asked("SELECT * FROM child_beyond(%s, NULL, '黄佑俊', NULL)", number) == []
    with context.within(grant_of(cast.nongan)):
        assert asked("SELECT * FROM child_beyond(%s, NULL, '', NULL)", number) == []
        assert asked("SELECT * FROM child_beyond(%s, NULL, '黄佑俊', NULL)", number) == [(child, XINLI)]


def wish(kind: str, place: int, **more) -> str:
    words = {"name": "新村", "short_name": "新村", "pinyin": "xincun", "initials": "xc"}
    told = {"id": str(uuid.uuid4()), "kind": kind, "place": place, "words": words, "in_force": str(clock.today()),
            "document": "文", "reason": "因", "counts": {}}  # fmt: skip
    return json.dumps(told | more)


CHANGE = "SELECT places_change(%s::jsonb)"


@pytest.mark.parametrize("who", ["director", "wanbao", "antu", "jilin", "auditor"])
def test_only_an_administrator_of_the_places_changes_them_whatever_action_is_named(cast, who) -> None:
    with context.within(grant_of(getattr(cast, who))), operation("places.change"):
        assert asked(CHANGE, wish("rename", XINLI)) == "refused"
        context.set_context(places="{[0,1000000000000)}")
        assert asked(CHANGE, wish("rename", XINLI)) == "refused"
    with operation("places.change"):
        assert asked(CHANGE, wish("rename", XINLI)) == "refused"
    with context.within(grant_of(cast.administrator)), operation("places.change"):
        assert asked(CHANGE, wish("rename", XINLI)) == [("[]",)]


@pytest.mark.parametrize(
    "told",
    [
        ("move", XINLI, {"code": JIANGBEI}),
        ("move", XINLI, {"code": WANBAO}),
        ("move", XINLI, {"code": 222426_106_000}),
        ("move", WANBAO, {"code": 222426_205_204}),
        ("split", XINLI, {"code": 222426_106_250}),
        ("split", WANBAO, {"code": 222426_250_000}),
        ("merge", XINLI, {"into": WANBAO}),
        ("merge", XINLI, {"into": XINLI}),
        ("merge", WANBAO, {"into": 222426_106_000, "villages": {}}),
        ("merge", 222426_000_000, {"into": 222403_000_000}),
        ("rename", 1, {}),
        ("vanish", XINLI, {"code": 222426_105_250}),
    ],
)
def test_the_database_works_out_what_moves_and_refuses_what_cannot_be(cast, told) -> None:
    kind, place, more = told
    with context.within(grant_of(cast.administrator)), operation("places.change"):
        assert asked(CHANGE, wish(kind, place, **more)) == "refused"


def test_while_places_change_a_record_goes_where_its_unit_goes_and_nowhere_else(cast, child) -> None:
    beside = registered("李小红", place=JIANGBEI)
    to = 222426_106_250
    moved = "UPDATE children_child SET place = %s WHERE id = %s RETURNING place"
    with context.within(grants.system()), operation("places.change"):
        [[shifts]] = query.rows(CHANGE, [wish("move", XINLI, code=to)])
        assert json.loads(shifts) == [[XINLI, XINLI + 1, to]]
        assert asked(moved, 220122_103_200, child) == "refused"
        assert asked(moved, to, beside) == "refused"
        assert asked("UPDATE children_child SET happened_place = %s WHERE id = %s RETURNING 1", to, child) == "refused"
        assert asked(moved, to, child) == [(to,)]
    assert Place.objects.get(code=to).name


def test_an_operation_is_open_for_recoding_in_its_own_transaction_only(cast) -> None:
    with context.within(grants.system()), operation("places.change"):
        query.rows(CHANGE, [wish("rename", XINLI)])
        query.run("SET CONSTRAINTS ALL IMMEDIATE")
        [[open_]] = query.rows("SELECT has_table_privilege('journal_recoding', 'SELECT')")
        assert not open_
        # Nothing is listed any more, so another field may be written again, as in any operation.
        plain(Child).filter(place=XINLI).update(name="别人")


def test_the_preview_of_a_change_counts_no_sealed_row(cast, child) -> None:
    def records() -> int:
        with context.within(grant_of(cast.administrator)) as grant:
            return preview(grant, Wish("rename", XINLI, clock.today(), name="新立社区"))["counts"]["records"]

    before = records()
    with context.within(grants.system()) as grant:
        files.seal_fact(grant, Child.objects.within(grant).get(pk=child), SealedKind.PARENT_CUSTODY, "父亲服刑", None)
    assert records() == before


def test_the_sums_of_homes_are_the_systems_to_make_anew(cast, child) -> None:
    def rows() -> list:
        with context.within(grants.system()):
            return query.rows("SELECT id FROM desk_tally ORDER BY id")

    before = rows()
    with context.within(grant_of(cast.director)):
        query.rows("SELECT desk_tally_again()")
    query.rows("SELECT desk_tally_again()")
    assert rows() == before
