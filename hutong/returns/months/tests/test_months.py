"""A2-3: the ledger of a month is closed by itself, stays as it was, and can be laid beside any other."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.actions import leave, update
from hutong.children.models import Child
from hutong.children.protecting.actions import protect_address
from hutong.children.tests.factories import read, registered
from hutong.ground import clock
from hutong.returns.models import MonthRow
from hutong.returns.months import close
from hutong.returns.out.tests.support import exported, rows
from tests.cast import JIANGBEI, KAOSHAN, WANBAO

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def before_all():
    with clock.at(date(2026, 9, 1)):
        yield


def night(year=2026, month=10, day=1):
    """The night after a month's end."""
    with clock.at(date(year, month, day)):
        return close.close_due()


def on(day, act, child, *values, **named):
    with clock.at(day), context.within(grants.system()) as grant:
        return act(grant, Child.objects.within(grant).get(pk=child), *values, **named)


def edit(day, child, changes):
    with clock.at(day), context.within(grants.system()) as grant:
        update(grant, child, Child.objects.within(grant).get(pk=child).rev, {}, changes)


def compared(browser, first="2026-09", last="2026-10", **query):
    answer = browser.get("/months/compare", first=first, last=last, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def told(answer):
    return {
        one["name"]: (one["kind"], one["reason"], [(c["label"], c["old"], c["new"]) for c in one["changes"]])
        for one in answer["items"]
    }


def test_who_came_who_left_and_what_changed_in_the_ledgers_words(cast, client_for):
    with clock.at(SEPTEMBER):
        stays, goes, turns = registered("张小明"), registered("王小红"), registered("李小军")
    night()
    with clock.at(OCTOBER):
        registered("赵小兰")
    on(OCTOBER, leave, goes, "returned", OCTOBER)
    edit(OCTOBER, turns, {"schooling": {"stage": "junior"}, "father": {"phone": "13944330009"}})
    night(month=11)
    with clock.at(NOVEMBER):
        answer = compared(client_for(cast.wanbao))
    assert told(answer) == {
        "赵小兰": ("came", "新建档", []),
        "王小红": ("left", "父母返乡，不再留守", []),
        "李小军": (
            "changed",
            "",
            [
                ("就学情况", "小学", "初中"),
                ("就读学校", "万宝镇中心小学", None),
                ("父亲联系电话", "138••••0002", "139••••0009"),
            ],
        ),
    }
    assert [(one["month"], one["total"]) for one in answer["totals"]] == [("2026-09", 3), ("2026-10", 3)]
    assert stays


def test_months_in_which_nothing_changed_are_one_row(cast):
    with clock.at(SEPTEMBER):
        child = registered()
    for month in (10, 11, 12):
        night(month=month)
    with context.within(grants.system()):
        assert [(row.since, row.until) for row in plain(MonthRow).filter(child=child)] == [(date(2026, 9, 1), None)]


def test_a_month_closes_once_and_a_missed_night_is_made_up_for(cast, client_for):
    with clock.at(SEPTEMBER):
        registered()
    assert night() > 0
    assert night(day=2) == 0
    with clock.at(OCTOBER):
        registered("王小红")
    assert night(month=12, day=9) > 0
    with clock.at(date(2026, 12, 10)):
        found = client_for(cast.wanbao).get("/months").json()
        assert [one["month"] for one in found["months"]] == ["2026-11", "2026-10", "2026-09"]
        assert found["closing"] == "2026-12"
        assert [one["total"] for one in compared(client_for(cast.wanbao), last="2026-11")["totals"]] == [1, 2]


def test_what_happens_after_the_months_end_is_the_next_months(cast, client_for):
    with clock.at(SEPTEMBER):
        registered()
    with clock.at(date(2026, 10, 1)):
        registered("王小红")
    night(day=3)
    night(month=11)
    with clock.at(NOVEMBER):
        assert told(compared(client_for(cast.wanbao))) == {"王小红": ("came", "新建档", [])}


def test_a_closed_month_cannot_be_changed_by_anybody(cast):
    with clock.at(SEPTEMBER):
        registered()
    night()
    for write in (
        lambda: plain(MonthRow).update(sex="female"),
        lambda: plain(MonthRow).all().delete(),
        lambda: plain(MonthRow).update(place=JIANGBEI),
    ):
        with (
            pytest.raises(DatabaseError, match="stays as it is"),
            transaction.atomic(),
            context.within(grants.system()),
        ):
            write()


def test_the_balance_of_a_closed_month_agrees_with_it_and_with_the_day_it_was(cast, client_for):
    with clock.at(SEPTEMBER):
        registered("张小明", categories=["distressed"])
        child = registered("王小红", born=date(2012, 3, 4), categories=["distressed"], health="")
    browser = client_for(cast.antu)
    with clock.at(date(2026, 9, 30)):
        then = browser.get("/balance", layout="distressed-summary").json()
    night()
    on(OCTOBER, leave, child, "improved", OCTOBER)
    with clock.at(OCTOBER):
        now = client_for(cast.antu).get("/balance", layout="distressed-summary").json()
        closed = client_for(cast.antu).get("/balance", layout="distressed-summary", month="2026-09").json()
        assert client_for(cast.antu).get("/balance", month="2026-10").status_code == 422
    assert (then["total"], now["total"], closed["total"]) == (2, 1, 2)
    assert closed["equations"] == then["equations"]
    assert (now["month"], closed["month"]) == (None, "2026-09")


def test_another_township_sees_nothing_of_it_and_an_open_month_cannot_be_compared(cast, client_for):
    with clock.at(SEPTEMBER):
        registered()
    night()
    night(month=11)
    with clock.at(NOVEMBER):
        browser = client_for(cast.kaoshan)
        assert compared(browser)["items"] == []
        asked = {"first": "2026-09", "last": "2026-10"}
        assert browser.get("/months/compare", **asked, place=WANBAO).status_code == 404
        for wrong in ("2026-11", "2026-13", "x", "2026-1１"):
            assert browser.get("/months/compare", **asked | {"last": wrong}).status_code == 422
        assert client_for(cast.wanbao).get("/months/compare", **asked, after="x").status_code == 422
        assert client_for(cast.antu).get("/months/compare", **asked, place=KAOSHAN).status_code == 404


def test_a_protected_address_is_in_no_comparison(cast, client_for):
    with clock.at(SEPTEMBER):
        child = registered(address="新立村三组12号")
    night()
    on(OCTOBER, protect_address, child, OCTOBER, None, against="father", basis="order")
    edit(OCTOBER, child, {"child": {"address": "江北村一组3号"}, "father": {"phone": "13944330009"}})
    night(month=11)
    with clock.at(NOVEMBER):
        answer = compared(client_for(cast.wanbao))
        _, content = exported(cast.wanbao, WANBAO, "months", filters={"first": "2026-09", "last": "2026-10"})
    for text in (str(answer), str(rows(content))):
        assert "张小明" in text
        assert "地址保密" in text
        assert not any(word in text for word in ("三组12号", "一组3号", "139••••0009", "138••••0002"))


def test_the_comparison_goes_out_as_a_workbook(cast):
    with clock.at(SEPTEMBER):
        child = registered("张小明", id_number=None)
    night()
    edit(OCTOBER, child, {"schooling": {"stage": "junior"}})
    night(month=11)
    with clock.at(NOVEMBER):
        _, content = exported(cast.wanbao, WANBAO, "months", filters={"first": "2026-09", "last": "2026-10"})
    told = rows(content)
    assert told[0][0] == "万宝镇2026年09月与2026年10月台账变动清单"
    assert told[2][:2] == ("变更", "张小明")
    assert told[2][6] == "就学情况：小学 → 初中；就读学校：万宝镇中心小学 → 未填"
    assert "2026-09在册 1 人，2026-10在册 1 人" in told[3][0]
    assert read(child)
