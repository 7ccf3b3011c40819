"""Processes: whoever writes, a record goes by the rows of its table; the second of two officers is told who was first."""

from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.accounts.permissions import PERMISSIONS, Permission, Role
from hutong.children.tests.factories import registered
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.processes import registry, taking
from hutong.processes.models import Step
from hutong.processes.table import tables
from hutong.transfers.models import Move
from hutong.transfers.tests.moving import FAR, TODAY, asked
from tests.cast import XINLI, grant_of

pytestmark = pytest.mark.django_db
TABLE = registry.of(Move).table
STATES = list(dict.fromkeys(row.to_state for row in TABLE.rows))
BY = {(row.from_state, row.event): row for row in TABLE.moves}
EVENTS = [*dict.fromkeys(row.event for row in TABLE.rows), "nothing"]


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def written(sql: str, *values) -> bool:
    """Whether the application's role could write it by hand, inside an operation and everywhere."""
    with suppress(IntegrityError), context.within(grants.system()), operation("test.by_hand"):
        return bool(query.run(sql, values))
    return False


BY_HAND = """
UPDATE transfers_move SET status = %s, step_id = %s, decided_on = CASE WHEN %s = 'asked' THEN NULL ELSE %s::date END
WHERE id = %s
"""


def move_of(child, **fields) -> Move:
    told = {"kind": "handover", "name": "黄", "reason": "搬走", "asked_on": TODAY, "decided_on": None}
    return Move(child_id=child, place=XINLI, to_place=FAR, **(told | fields))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(
    st.tuples(st.sampled_from(EVENTS), st.sampled_from(Role), st.booleans()), min_size=1, max_size=6))  # fmt: skip
def test_any_events_by_any_roles_with_old_pages_end_where_the_table_allows(told):
    """Two officers hold a page of one move; each event comes from the one that is fresh or from the one that is old."""
    with transaction.atomic():
        move = move_of(registered("黄佑俊"))
        with context.within(grants.system()), operation("test.ask"):
            move.save(force_insert=True)
        old, now = move, STATES[0]
        for event, role, fresh in told:
            page = stands(move) if fresh else old
            row = BY.get((page.status, event))
            may = row is not None and role in row.who and page.status == now
            assert (took(page, event, role) == 0) == may
            now = row.to_state if row and may else now
            assert stands(move).status == now
        transaction.set_rollback(True)


def stands(move) -> Move:
    """The move as the database has it."""
    with context.within(grants.system()):
        return plain(Move).get(pk=move.pk)


def taken(grant, page, event) -> None:
    with operation("test.step"):
        taking.take(grant, page, event, decided_on=TODAY, decided_by_name="经办")


def took(page, event, role) -> int:
    """Take a step from a page; 0, or the status of the refusal."""
    try:
        with context.within(replace(grants.system(), person=page.pk, role=role, name="经办")) as grant:
            taken(grant, page, event)
    except Problem as refused:
        return refused.status
    return 0


@pytest.mark.parametrize("start", STATES)
@pytest.mark.parametrize("end", STATES)
@pytest.mark.parametrize("step", [row.key for row in TABLE.rows])
def test_by_hand_too_only_the_steps_of_the_table(cast, start, end, step):
    move = asked(cast.wanbao, registered())
    to_start = next((row for row in TABLE.moves if row.to_state == start), None)
    if to_start:
        assert written(BY_HAND, start, to_start.key, start, TODAY, move.pk)
    row = next(row for row in TABLE.rows if row.key == step)
    stays = start == end and step == (to_start.key if to_start else TABLE.begin.key)
    goes = bool(row.from_state) and (row.from_state, row.to_state) == (start, end)
    assert written(BY_HAND, end, step, end, TODAY, move.pk) == (stays or goes)


@pytest.mark.parametrize("status", STATES[1:])
def test_nothing_begins_in_the_middle(cast, status):
    child = registered()
    for row in TABLE.moves:
        with pytest.raises(IntegrityError), context.within(grants.system()), operation("test.by_hand"):
            move_of(child, status=status, step_id=row.key, decided_on=TODAY).save(force_insert=True)


def test_a_beginning_is_no_step_of_what_has_begun(cast):
    move = asked(cast.wanbao, registered())
    with pytest.raises(Problem) as refused, context.within(grant_of(cast.kaoshan)) as grant, operation("test.step"):
        taking.take(grant, plain(Move).get(pk=move.pk), "ask")
    assert refused.value.status == 409


def test_the_database_has_the_rows_of_the_files():
    rows = {(row.key, row.from_state, row.event, row.to_state, True) for table in tables() for row in table.rows}
    assert set(Step.objects.values_list("key", "from_state", "event", "to_state", "live")) == rows


def test_states_are_called_what_the_record_calls_them():
    for process in registry.processes():
        named = dict(process.model._meta.get_field(process.column).choices)
        assert named == {state: process.table.names[state] for state in named}


def test_whom_a_row_names_may_write_children_and_nobody_else():
    writers = {role for role in Role if Permission.CHILD_WRITE in PERMISSIONS[role]}
    assert {role for row in TABLE.rows for role in row.who} == writers
    assert all(set(row.who) == writers for row in TABLE.rows)


def test_the_second_officer_of_the_same_end_is_told_who_was_first_and_the_other_end_no_name(cast, client_for):
    move = asked(cast.wanbao, registered())
    assert client_for(cast.kaoshan).post(f"/moves/{move.pk}/refuse", {"reason": "查无此人"}).status_code == 200
    same = client_for(cast.nongan).post(f"/moves/{move.pk}/accept", {"to": FAR})
    assert (same.status_code, same.json()["message"]) == (409, "这件迁移已退回（孙立新，11月20日），请刷新页面。")
    other = client_for(cast.wanbao).post(f"/moves/{move.pk}/withdraw", {})
    assert (other.status_code, other.json()["message"]) == (409, "这件迁移已退回（对方，11月20日），请刷新页面。")
