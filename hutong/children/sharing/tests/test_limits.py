"""Where a share stops: at the person, the post, the number of tries, the protected address, and at writing."""

import uuid
from datetime import timedelta

import pytest

from hutong.accounts import scope
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.models import Category, Child, Relative
from hutong.children.sharing.break_glass import TRIES
from hutong.children.sharing.tests.test_shares import NOW, shared
from hutong.children.tests.factories import read, registered
from hutong.config import clock, query
from hutong.journal.actions import looked, operation
from hutong.workforce.actions import end_post
from hutong.workforce.security.actions import suspend
from tests.cast import NONGAN, XINLI, grant_of

WHY = "夜间派出所送来，核实监护人"


@pytest.fixture
def child(cast):
    return registered(place=XINLI, grant=grant_of(cast.wanbao))


def test_a_suspended_person_opens_nothing(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        browser = client_for(cast.nongan)
        assert browser.get(f"/children/{child}").status_code == 200
        with scope.within(scope.system()) as grant:
            suspend(grant, plain(Post).get(person=cast.nongan).pk, "离岗审查", None)
        assert browser.get(f"/children/{child}").status_code in (401, 403)


def test_with_the_post_the_share_ends_for_who_held_it(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        with scope.within(scope.system()) as grant:
            post = plain(Post).get(person=cast.nongan)
            end_post(grant, post.pk, clock.today(), "调离")
    with clock.at(NOW + timedelta(1)):
        assert client_for(cast.nongan).get(f"/children/{child}").status_code in (401, 403)


def test_numbers_cannot_be_tried_one_by_one(cast, client_for, child):
    with clock.at(NOW):
        browser = client_for(cast.nongan)
        for nth in range(TRIES.most):
            wrong = {"number": f"HT99999{nth:05}", "purpose": WHY}
            assert browser.post("/break-glass", wrong).status_code == 404
        right = {"number": read(child).number, "purpose": WHY}
        answer = browser.post("/break-glass", right)
        assert answer.status_code == 429
        assert "次数太多" in answer.json()["message"]
        assert browser.get(f"/children/{child}").status_code == 404


def test_thirty_children_in_an_hour_and_the_night_are_told_to_the_auditor(cast, client_for, child):
    night = NOW.replace(hour=23, minute=10)
    with clock.at(night), scope.within(grant_of(cast.antu)) as grant:
        for _ in range(29):
            looked(grant, "open", XINLI, uuid.uuid4())
        looked(grant, "open", XINLI, child)
    with clock.at(night):
        found = client_for(cast.auditor).get("/looks", unusual=True).json()["items"]
    assert {reason["key"] for look in found for reason in look["reasons"]} == {"night", "many"}
    assert [reason["text"] for reason in found[0]["reasons"]] == [
        "短时间连续查看（一小时内第 30 名儿童）",
        "夜间查看（23:10）",
    ]


def test_a_protected_address_goes_to_no_other_office(cast, client_for, child):
    order = {"against": "father", "basis": "order", "document": "（2026）吉2426民保令1号", "since": "2026-01-05"}
    with clock.at(NOW):
        shared(cast, child, NONGAN, parts=("child", "schooling", "carer", "where", "numbers", "visits", "history"))
        browser = client_for(cast.nongan)
        before = browser.get(f"/children/{child}").json()
        assert "school" in _values(before, "schooling")
        answer = client_for(cast.antu).post(f"/children/{child}/address-protections", order)
        assert answer.status_code == 200, answer.content.decode()
        after = browser.get(f"/children/{child}").json()
        assert "school" not in _values(after, "schooling")
        assert "address" not in _values(after, "child")
        assert "万宝镇中心小学" not in str(after)
        assert "新立村" not in str(after)
        assert browser.get(f"/children/{child}/visits").status_code == 403
        assert browser.get(f"/children/{child}/timeline").status_code == 403


def _values(file: dict, key: str) -> dict:
    return next(group["values"] for group in file["groups"] if group["key"] == key)


@pytest.mark.parametrize("model", [Child, Relative, Category])
def test_whoever_opened_a_child_elsewhere_can_neither_change_nor_delete_nor_take_it(cast, child, model):
    """In the database itself, even for SQL of the application that keeps the own places in the context."""
    named = {"pk": child} if model is Child else {"child": child}
    with scope.within(grant_of(cast.nongan)), operation("children.update"):
        scope.open_child(child)
        rows = plain(model).filter(**named)
        assert rows.exists()
        assert rows.update(place=NONGAN + 103_201) == 0
        if model is not Child:  # whose rows nobody deletes, wherever they are
            assert query.rows(f"DELETE FROM {model._meta.db_table} WHERE child_id = %s RETURNING 1", [child]) == []
        assert not list(rows.select_for_update())
    with scope.within(grant_of(cast.antu)) as grant:
        assert model.objects.within(grant).filter(**named, place=XINLI).exists()
