"""Where a share stops: at the person, the post, the number of tries, the protected address, and at writing."""

import uuid
from datetime import timedelta

import pytest

from hutong.accounts import context, grants
from hutong.accounts.limits import BREAK_GLASS, UNMASK
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.models import Category, Child, Relative
from hutong.children.tests.factories import read, registered
from hutong.ground import clock, query
from hutong.journal.actions import looked, operation
from hutong.sharing.tests.test_shares import NOW, shared
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
        with context.within(grants.system()) as grant:
            suspend(grant, plain(Post).get(person=cast.nongan).pk, "离岗审查", None)
        assert browser.get(f"/children/{child}").status_code in (401, 403)


def test_with_the_post_the_share_ends_for_who_held_it(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        with context.within(grants.system()) as grant:
            post = plain(Post).get(person=cast.nongan)
            end_post(grant, post.pk, clock.today(), "调离")
    with clock.at(NOW + timedelta(1)):
        assert client_for(cast.nongan).get(f"/children/{child}").status_code in (401, 403)


def test_numbers_cannot_be_tried_one_by_one(cast, client_for, child):
    with clock.at(NOW):
        browser = client_for(cast.nongan)
        for nth in range(BREAK_GLASS.today().most):
            wrong = {"number": f"HT99999{nth:05}", "name": "张小明", "purpose": WHY}
            assert browser.post("/break-glass", wrong).status_code == 404
        right = {"number": read(child).number, "name": "张小明", "purpose": WHY}
        answer = browser.post("/break-glass", right)
        assert answer.status_code == 429
        assert "次数太多" in answer.json()["message"]
        assert browser.get(f"/children/{child}").status_code == 404


@pytest.mark.parametrize(
    "known", [{}, {"name": "张大明"}, {"birth_date": "2018-03-05"}, {"name": "张小明", "birth_date": "2018-03-05"}]
)
def test_a_number_counted_up_opens_nothing_without_the_name_or_the_birthday(cast, client_for, child, known):
    with clock.at(NOW):
        wanted = {"number": read(child).number, "purpose": WHY} | known
        answer = client_for(cast.nongan).post("/break-glass", wanted)
        assert answer.status_code == (404 if known else 422)
        assert client_for(cast.nongan).get(f"/children/{child}").status_code == 404


def test_the_broken_glass_opens_least_and_full_numbers_are_asked_for_and_told_by_themselves(cast, client_for, child):
    with clock.at(NOW):
        browser, county = client_for(cast.nongan), client_for(cast.antu)
        wanted = {"number": read(child).number, "birth_date": "2018-03-04", "purpose": WHY}
        asked = {"child": str(child), "purpose": "联系孩子的爷爷来接"}
        assert browser.post("/break-glass/numbers", asked).status_code == 404
        assert browser.post("/break-glass", wanted).status_code == 200
        file = browser.get(f"/children/{child}").json()
        assert {"visits", "history", "numbers"}.isdisjoint(file["share"]["parts"])
        assert {group["key"] for group in file["groups"]} == {
            "child",
            "carer",
            "guardian",
            "father",
            "mother",
            "health",
        }
        phone = {"group": "carer", "field": "phone", "purpose": "联系孩子的爷爷"}
        assert browser.post(f"/children/{child}/unmask", phone).status_code == 403
        assert browser.get(f"/children/{child}/visits").status_code == 403
        assert browser.post("/break-glass/numbers", asked).status_code == 204
        assert browser.post(f"/children/{child}/unmask", phone).json() == {"value": "13844330001"}
        told = county.get("/break-glass").json()
        assert told["open"] == 2
        assert {(row["purpose"], row["numbers"]) for row in told["items"]} == {(WHY, False), (asked["purpose"], True)}
        assert client_for(cast.chibei).post("/break-glass/numbers", asked).status_code == 404


def test_vain_tries_are_told_to_the_auditor(cast, client_for, child):
    with clock.at(NOW):
        for nth in range(3):
            wrong = {"number": f"HT99999{nth:05}", "name": "张小明", "purpose": WHY}
            client_for(cast.antu).post("/break-glass", wrong)
        [found] = client_for(cast.auditor).get("/looks", unusual=True).json()["items"]
    assert [reason["text"] for reason in found["reasons"]] == ["紧急查看多次查不到（二十四小时内第 3 次）"]


def test_full_numbers_one_by_one_are_told_and_then_refused(cast, client_for, child):
    asked = {"group": "carer", "field": "phone", "purpose": "核对电话"}
    with clock.at(NOW):
        browser = client_for(cast.antu)
        answers = [browser.post(f"/children/{child}/unmask", asked).status_code for _ in range(UNMASK.today().most + 1)]
        assert answers == [200] * UNMASK.today().most + [429]
        found = client_for(cast.auditor).get("/looks", unusual=True).json()["items"]
    reasons = [reason["text"] for look in found for reason in look["reasons"]]
    assert reasons[-1] == "连续显示完整号码（一小时内第 20 次）"
    assert len(reasons) == UNMASK.today().most - 19


def test_full_numbers_on_paper_are_full_numbers(cast, client_for, child):
    """Who may uncover no more prints none either, and the other way round; papers with covered numbers go on."""
    paper = {"paper": "card", "purpose": "上门核对", "recipient": "own", "full_numbers": True}
    number = {"group": "carer", "field": "phone", "purpose": "核对电话"}
    with clock.at(NOW):
        browser = client_for(cast.antu)
        assert browser.post(f"/children/{child}/print", paper).status_code == 200
        for _ in range(UNMASK.today().most - 1):
            assert browser.post(f"/children/{child}/unmask", number).status_code == 200
        assert browser.post(f"/children/{child}/unmask", number).status_code == 429
        assert browser.post(f"/children/{child}/print", paper).status_code == 429
        assert browser.post(f"/children/{child}/print", paper | {"full_numbers": False}).status_code == 200


def test_thirty_children_in_an_hour_and_the_night_are_told_to_the_auditor(cast, client_for, child):
    night = NOW.replace(hour=23, minute=10)
    with clock.at(night), context.within(grant_of(cast.antu)) as grant:
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
    with context.within(grant_of(cast.nongan)), operation("children.update"):
        context.open_child(child)
        rows = plain(model).filter(**named)
        assert rows.exists()
        assert rows.update(place=NONGAN + 103_201) == 0
        if model is not Child:  # whose rows nobody deletes, wherever they are
            assert query.rows(f"DELETE FROM {model._meta.db_table} WHERE child_id = %s RETURNING 1", [child]) == []
        assert not list(rows.select_for_update())
    with context.within(grant_of(cast.antu)) as grant:
        assert model.objects.within(grant).filter(**named, place=XINLI).exists()
