"""A3-2: one file for each child."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.children import actions, identity
from hutong.children.models import Category, Child, Relative, Token
from hutong.children.tests.factories import new, read, registered
from hutong.ground import clock, query
from hutong.ground.sealing import CannotOpen, token, unsealed
from hutong.journal.models import Entry

pytestmark = pytest.mark.django_db
TWIN_A, TWIN_B = "220122201307306799", "220122201307301699"


def test_a_child_without_an_id_number_gets_an_internal_one():
    child = read(registered())
    assert child.number.startswith("HT")
    assert child.id_kind == "none"
    assert child.id_number is None


def test_twins_with_nearly_the_same_number_have_a_file_each():
    born = date(2013, 7, 30)
    first = registered("黄佑俊", born=born, id_number=TWIN_A)
    second = registered("黄双", born=born, id_number=TWIN_B)
    assert first != second


def test_of_two_files_under_one_number_the_first_owns_it_and_the_second_waits():
    first, second = (registered(name, born=date(2013, 7, 30), id_number=TWIN_A) for name in ("黄佑俊", "黄某"))
    with context.within(grants.system()) as grant:
        assert identity.find(grant, [TWIN_A])[TWIN_A].child == first
        identity.put([(TWIN_A, first)])  # saved again it keeps its turn
        assert identity.find(grant, [TWIN_A])[TWIN_A].child == first
        identity.put([(None, first)])
        assert identity.find(grant, [TWIN_A])[TWIN_A].child == second


def test_numbers_and_phones_are_not_readable_in_the_database():
    child = read(registered("黄佑俊", born=date(2013, 7, 30), id_number=TWIN_A))
    assert TWIN_A.encode() not in bytes(child.id_number or b"")
    assert unsealed(child, "id_number") == TWIN_A
    with context.within(grants.system()) as grant:
        row = Relative.objects.within(grant).get(child=child, kind="carer")
        assert b"13844330001" not in bytes(row.phone or b"")


def test_an_envelope_moved_to_another_row_does_not_open():
    one = read(registered("黄佑俊", born=date(2013, 7, 30), id_number=TWIN_A))
    other = read(registered("黄双", born=date(2013, 7, 30), id_number=TWIN_B))
    other.id_number = one.id_number
    with pytest.raises(CannotOpen):
        unsealed(other, "id_number")


def test_left_behind_ends_on_the_sixteenth_birthday_and_distressed_does_not():
    with clock.at(date(2026, 11, 24)):
        child = registered(born=date(2012, 2, 29), categories=["left_behind", "distressed"])
    with context.within(grants.system()) as grant:
        ends = dict(Category.objects.within(grant).filter(child=child).values_list("key", "period"))
    assert ends["left_behind"].upper == date(2028, 2, 29)
    assert ends["distressed"].upper is None


def test_a_ledger_of_four_hundred_goes_the_same_way_as_one_child():
    with context.within(grants.system()) as grant:
        ids = actions.register(grant, [new(f"孩子{n}") for n in range(400)])
        assert Child.objects.within(grant).filter(pk__in=ids).count() == 400
        assert Relative.objects.within(grant).filter(child__in=ids).count() == 1200
        entries = Entry.objects.within(grant).filter(child__in=ids)
        assert entries.count() == 400
        assert len({entry.op for entry in entries}) == 1


def test_a_child_is_found_by_name_pinyin_and_initials():
    child = registered("单晓梅")
    with context.within(grants.system()) as grant:
        tokens = set(Token.objects.within(grant).filter(child=child).values_list("token", flat=True))
    assert {"单晓梅", "晓梅", "shanxiaomei", "sxm"} <= tokens


def test_of_a_number_on_file_elsewhere_even_the_database_tells_nothing():
    registered("黄佑俊", born=date(2013, 7, 30), id_number=TWIN_A)
    elsewhere = grants.system([(220122_000_000, 220123_000_000)])
    with context.within(elsewhere):
        assert query.rows("SELECT * FROM identity_find(%s)", [[token(TWIN_A)]]) == []
        assert query.rows("SELECT * FROM identity_shared(NULL)") == []


def test_a_village_outside_the_grant_cannot_be_written():
    from django.db import ProgrammingError

    elsewhere = grants.system([(220122_000_000, 220123_000_000)])
    with pytest.raises(ProgrammingError), context.within(elsewhere) as grant:
        actions.register(grant, [new()])


def test_registration_is_dated_in_shanghai():
    from datetime import UTC, datetime

    with clock.at(datetime(2026, 11, 23, 16, 30, tzinfo=UTC)):
        assert read(registered()).registered_on == date(2026, 11, 24)
