"""A morning's visits sent together are taken as one set, and what one may rely on is the same as sent one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hutong.children.tests.factories import read, registered
from hutong.duties.models import Duty
from hutong.sync.tests import payloads

pytestmark = pytest.mark.django_db


def noted(phone, children, **said):
    return [phone.note("care.record_visit", payloads.visit(child, **said)) for child in children]


def statements(phone):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert {one["status"] for one in phone.push()} == {"done"}
    return len(asked)


def test_twenty_visits_ask_the_database_no_oftener_than_two(phone):
    children = [registered(f"孩子{n}") for n in range(20)]
    noted(phone, children[:2])
    few = statements(phone)
    noted(phone, children)
    assert statements(phone) == few


def test_each_visit_stands_in_the_history_under_its_own_operation(phone):
    children = [registered(f"孩子{n}") for n in range(3)]
    ops = noted(phone, children)
    phone.push()
    for op, child in zip(ops, children, strict=True):
        [entry] = payloads.journal(op["op_id"])
        [visit] = payloads.visits(child)
        assert (entry.child, entry.action) == (child, "care.record_visit")
        assert entry.device
        assert entry.changes["created"] == {"care_visit": [str(visit.pk)]}
        assert entry.changes.keys() == {"created", "first"}


def test_duties_of_all_are_discharged_by_their_own_visits(phone):
    children = [registered(f"孩子{n}") for n in range(3)]
    noted(phone, children)
    phone.push()
    done = payloads.rows_of(Duty, rule="visit", ending="done")
    assert {(one.child, one.discharged_by) for one in done} == {(c, payloads.visits(c)[0].pk) for c in children}
    assert len(payloads.rows_of(Duty, rule="visit", ending="")) == 3


def test_one_that_is_wrong_stops_none_of_the_others(phone):
    children = [registered(f"孩子{n}") for n in range(3)]
    noted(phone, children[:1])
    noted(phone, children[1:2], on="2027-01-01")
    noted(phone, children[2:])
    answers = phone.push()
    assert [one["status"] for one in answers] == ["done", "refused", "done"]
    assert answers[1]["fields"] == [{"field": "on", "message": "走访日期不能晚于今天。"}]
    assert [len(payloads.visits(child)) for child in children] == [1, 0, 1]


def test_part_of_it_sent_before_is_answered_as_before(phone):
    children = [registered(f"孩子{n}") for n in range(4)]
    ops = noted(phone, children)
    before = phone.send(ops[:2]).json()["results"]
    again = phone.send(ops).json()["results"]
    assert again[:2] == before
    assert [one["op_id"] for one in again] == [op["op_id"] for op in ops]
    assert [len(payloads.visits(child)) for child in children] == [1, 1, 1, 1]


def test_two_visits_to_one_child_are_two_and_the_later_day_says_the_risk(phone):
    first, second = registered("孩子甲"), registered("孩子乙")
    noted(phone, [first], on="2026-11-22", risk="high", risk_reasons="独自在家")
    noted(phone, [second], risk="medium", risk_reasons="无人照看")
    noted(phone, [first], risk="low", risk_reasons="奶奶回来了")
    assert [one["status"] for one in phone.push()] == ["done"] * 3
    assert [len(payloads.visits(child)) for child in (first, second)] == [2, 1]
    assert (read(first).risk, read(second).risk) == ("low", "medium")
