"""Every table that names children says where it goes; nothing is left to a default."""

from dataclasses import MISSING, fields

import pytest
from django.db import connection

from hutong.accounts.carried import scoped_models
from hutong.doubles import compare
from hutong.records import registry
from hutong.records.declared import Follows, Goes
from hutong.sharing.printing import parts
from hutong.sync.registry import registry as phones
from hutong.transfers.packets import content


def test_every_table_that_names_children_is_said_by_a_record():
    naming = {m for m in scoped_models() if any(field.name == "child" for field in m._meta.concrete_fields)}
    said = [record.model for record in registry.records()]
    assert {model.__name__ for model in naming} - {model.__name__ for model in said} == set()
    assert len(said) == len(set(said))


def test_no_record_goes_anywhere_by_default():
    assert [one.name for one in fields(Goes) if one.default is not MISSING] == []
    with pytest.raises(TypeError):
        Goes(timeline=None, paper=None, phone=None, packet=None, doubles=None, exchange=False, erasure=True)  # type: ignore[call-arg]  # what is tried


def test_what_says_where_something_happened_stays_and_the_file_goes_along_whole():
    for on in ("move", "merge"):
        goes = {record.table: record.column for record in registry.travelling(on)}
        assert goes["children_child"] == "id"
        assert goes["duties_duty"] == goes["children_sealedfact"] == "child"
        for table in ("children_relative", "children_category", "children_schooling", "children_token", "care_visit"):
            assert goes[table] == "child_id"
        assert not goes.keys() & {
            "journal_entry",
            "journal_view",
            "transfers_move",
            "care_keycheck",
            "returns_monthrow",
        }


def test_the_lists_of_what_belongs_to_a_file_are_one():
    records = registry.records()
    assert [part.key for part in content.parts()] == [r.goes.packet.key for r in records if r.goes.packet]
    assert set(compare.labels()) == {record.table for record in records if record.goes.doubles}
    assert {r.goes.paper.key for r in records if r.goes.paper} == set(parts.parts()) - {"categories", "history"}
    held = {record.table for record in records if record.goes.phone}
    assert held == phones.feeds["child"].tables.union(
        phones.feeds["questions"].tables, *(phones.feeds[phone.feed].tables for _, phone in registry.phones())
    )


@pytest.mark.django_db
def test_the_law_erases_all_that_the_journal_keeps_about_a_child():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'journal_insert'")
        journaled = {table for (table,) in cursor.fetchall()}
    beside = {"journal_entry", "journal_view"}  # they are what is erased
    for record in registry.records():
        if record.table not in beside:
            assert record.goes.erasure == (record.table in journaled), record.table


def test_a_move_or_a_merge_is_said_in_so_many_words():
    assert {record.goes.move for record in registry.records()} == set(Follows)
