"""Wall 2: every write and its entry are one, numbered without gaps; sealed matters leave no trace in a village."""

import pytest
from django.db import ProgrammingError, connection, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import actions
from hutong.children.models import Child, SealedFact
from hutong.children.tests.factories import XINLI, new, read, registered
from hutong.ground import query
from hutong.ground.sealing import seal
from hutong.journal.actions import NotAllowed, operation
from hutong.journal.models import Entry

pytestmark = pytest.mark.django_db


def entries(**where):
    with context.within(grants.system()) as grant:
        return list(Entry.objects.within(grant).filter(**where).order_by("seq"))


def test_one_action_makes_one_entry_for_a_child_whatever_number_of_rows_it_touched():
    child = registered()
    [entry] = entries(child=child)
    assert set(entry.changes["created"]) == {
        "children_child", "children_relative", "children_category", "children_schooling",
    }  # fmt: skip


def test_a_row_changed_twice_in_one_action_counts_once_from_first_to_last():
    child = registered()
    with context.within(grants.system()) as grant, operation("test.twice"):
        row = Child.objects.within(grant).get(pk=child)
        for name in ("甲", "乙"):
            row.name = name
            row.save(update_fields=["name"])
    last = entries(child=child)[-1]
    assert last.changes["changed"]["children_child"][str(child)] == {"name": ["张小明", "乙"]}


def test_numbers_of_a_village_have_no_gap_even_after_a_rollback():
    registered("甲")
    with transaction.atomic():
        registered("乙")
        transaction.set_rollback(True)
    registered("丙")
    assert [entry.seq for entry in entries(place=XINLI)] == [1, 2]


def test_a_write_outside_an_action_is_refused():
    with pytest.raises(ProgrammingError, match="outside an action"), context.within(grants.system()):
        plain(Child).filter(pk=read(registered()).pk).update(name="改")


def test_the_application_cannot_write_the_journal_itself():
    for statement in (
        "DELETE FROM journal_entry",
        "UPDATE journal_entry SET action = ''",
        "INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, place) "
        "VALUES (gen_random_uuid(), '', 'I', false, '', gen_random_uuid(), 1)",
        "UPDATE journal_stream SET seq = 0",
        "DELETE FROM journal_view",
        "SELECT * FROM children_identity",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_action_without_its_permission_is_refused_before_anything_is_written():
    weak = grants.Grant(None, None, None, (), grants.EVERYWHERE, frozenset({Permission.CHILD_READ}))
    with pytest.raises(NotAllowed, match="建立和变更儿童档案"), context.within(weak):
        actions.register(weak, [new()])


def test_a_sealed_fact_leaves_no_number_in_the_village_and_is_hidden_without_the_right():
    child = registered()
    village = len(entries(place=XINLI))
    with context.within(grants.system()), operation("children.seal"):
        fact = SealedFact(id=new_id(), child=child, place=XINLI)
        for column in ("kind", "detail", "since"):
            setattr(fact, column, seal("hiv", f"children_sealedfact.{column}.{fact.pk}"))
        fact.save(force_insert=True)
    assert len(entries(place=XINLI)) == village
    unnamed = grants.Grant(None, None, None, (), grants.EVERYWHERE, frozenset(Permission) - {Permission.SEALED})
    with context.within(unnamed):
        context.open_child(child)
        assert not plain(SealedFact).exists()
        assert not plain(Entry).filter(sealed=True).exists()
    [sealed] = entries(sealed=True)
    assert sealed.place == 222426_000_000


def test_a_place_that_does_not_exist_takes_no_record():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="no such place"), context.within(grants.system()) as grant:
        actions.register(grant, [new(place=222426_105_999)])


def test_the_application_cannot_lend_itself_the_owner_s_rights_through_the_journal():
    for statement in (
        "SELECT * FROM journal_folding",
        "CREATE TEMP TABLE forged (id uuid); CREATE TRIGGER t AFTER INSERT ON forged "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_record('id', '', '')",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            query.run(statement)
