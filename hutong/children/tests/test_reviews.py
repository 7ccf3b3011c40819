"""A2-3 复核: what somebody ends stands at once; the level above agrees, or sends it back and it is as before."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.accounts.permissions import Role
from hutong.children.actions import end_category, leave, return_child
from hutong.children.models import Category, Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import read, registered
from hutong.doubles import decide
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.workforce.actions import Appointment, appoint
from tests.cast import JIANGBEI, JILIN, PASSWORD, XINLI, grant_of

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def child(cast):
    return registered(on=date(2026, 3, 1))


def exit_by(person, child):
    with context.within(grant_of(person)) as grant:
        leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.RETURNED, TODAY, "父亲回来了")


def end_by(person, child):
    with context.within(grant_of(person)) as grant:
        [row] = Category.objects.within(grant).filter(child=child)
        end_category(grant, Child.objects.within(grant).get(pk=child), row.pk, TODAY, "父亲长期返乡")


def owed(person, rule="review"):
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule=rule).order_by("owed_since", "id")
        return [(duty.clause, duty.owner, duty.due, duty.ending) for duty in rows]


def answer(browser, **said):
    [item] = [one for one in browser.get("/reviews").json()["items"] if not one["answer"]]
    return browser.post(f"/reviews/{item['id']}/answer", said)


def test_an_exit_by_the_director_stands_at_once_and_is_owed_a_look_by_the_township(cast, child, client_for):
    exit_by(cast.director, child)
    assert not read(child).active
    assert owed(cast.wanbao) == [("A2-3", "supervisor", TODAY + timedelta(7), "")]
    assert answer(client_for(cast.wanbao), answer="agreed").status_code == 204
    assert not read(child).active
    assert owed(cast.wanbao)[0][-1] == "done"


def test_an_exit_sent_back_brings_the_child_back_with_the_reason(cast, child, client_for):
    exit_by(cast.director, child)
    browser = client_for(cast.wanbao)
    assert answer(browser, answer="sent_back").status_code == 422
    assert answer(browser, answer="sent_back", reason="父亲只是回来过年").status_code == 204
    assert read(child).active
    assert owed(cast.wanbao)[0][-1] == "done"
    [told] = client_for(cast.director).get("/reviews").json()["items"]
    assert (told["answer"], told["answer_reason"]) == ("sent_back", "父亲只是回来过年")
    titles = [event["title"] for event in browser.get(f"/children/{child}/timeline").json()["items"]]
    assert any(title.startswith("复核退回") for title in titles)
    assert browser.post(f"/reviews/{told['id']}/answer", {"answer": "agreed"}).status_code == 409


def test_a_category_sent_back_goes_on_from_the_day_it_was_ended(cast, child, client_for):
    end_by(cast.director, child)
    assert answer(client_for(cast.wanbao), answer="sent_back", reason="证明不足").status_code == 204
    with context.within(grant_of(cast.wanbao)) as grant:
        rows = list(Category.objects.within(grant).filter(child=child).order_by("period"))
    assert [row.key for row in rows] == ["left_behind", "left_behind"]
    assert (rows[0].period.upper, rows[1].period.lower) == (TODAY, TODAY)
    assert rows[1].period.upper == date(2034, 3, 4)


def test_a_category_withdrawn_never_was_until_the_level_above_sends_it_back(cast, child, client_for):
    with context.within(grant_of(cast.director)) as grant:
        [row] = Category.objects.within(grant).filter(child=child)
    path = f"/children/{child}/categories/{row.pk}/withdraw"
    assert client_for(cast.neighbour).post(path, {"note": "登记错了"}).status_code == 404
    shown = client_for(cast.director).post(path, {"note": "登记错了"})
    assert (shown.status_code, shown.json()["categories"]) == (200, [])
    browser = client_for(cast.wanbao)
    [told] = browser.get("/reviews").json()["items"]
    assert "“农村留守儿童”撤销认定（登记错了）" in told["text"]
    [first, *_] = browser.get(f"/children/{child}/timeline").json()["items"]
    assert first["title"] == "撤销认定的类别"
    assert {"label": "删去", "old": "农村留守儿童（登记错了）", "new": None} in first["changes"]
    assert answer(browser, answer="sent_back", reason="没有登记错").status_code == 204
    with context.within(grant_of(cast.wanbao)) as grant:
        [again] = Category.objects.within(grant).filter(child=child)
    assert (again.pk, again.period, again.ended_reason) == (row.pk, row.period, "")


@pytest.mark.parametrize(
    ("by", "rule", "level", "refused"),
    [
        ("wanbao", "review_county", "antu", ["wanbao"]),
        ("antu", "review_prefecture", "yanbian", ["wanbao", "antu"]),
        ("yanbian", "review_province", "jilin", ["antu", "yanbian"]),
    ],
)
@pytest.mark.parametrize("end", [exit_by, end_by])
def test_what_a_level_ends_itself_is_looked_at_by_the_level_above(
    cast, child, client_for, end, by, rule, level, refused
):
    end(getattr(cast, by), child)
    assert owed(cast.antu, rule) == [("A1-4", "civil_affairs", TODAY + timedelta(7), "")]
    for who in refused:
        assert answer(client_for(getattr(cast, who)), answer="agreed").json()["code"] == "not_yours"
    browser = client_for(getattr(cast, level))
    assert [one["mine"] for one in browser.get("/reviews").json()["items"]] == [True]
    assert answer(browser, answer="sent_back", reason="没有证明").status_code == 204
    assert read(child).active
    assert owed(cast.antu, rule)[0][-1] == "done"


def test_above_the_province_a_colleague_looks_and_never_whoever_ended_it(cast, child, client_for):
    exit_by(cast.jilin, child)
    assert answer(client_for(cast.jilin), answer="agreed").json()["code"] == "not_yours"
    with context.within(grants.system()) as system:
        [other] = appoint(system, [Appointment(JILIN, Role.CIVIL_AFFAIRS, "白云", password=PASSWORD)])
    assert answer(client_for(other.post.person), answer="agreed").status_code == 204


def test_whoever_holds_both_posts_does_not_review_what_they_ended(cast, child, client_for):
    with context.within(grants.system()) as system:
        [both] = appoint(
            system, [Appointment(XINLI, Role.CHILD_DIRECTOR, "赵明", staff_number=cast.wanbao.staff_number)]
        )
    with context.within(grant_of(cast.wanbao, "child_director")) as grant:
        leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.RETURNED, TODAY)
    assert both.post.person == cast.wanbao
    assert answer(client_for(cast.wanbao), answer="agreed").json()["code"] == "not_yours"
    assert answer(client_for(cast.antu), answer="agreed").status_code == 204


def test_only_the_level_that_must_answer_finds_it_among_its_own_duties(cast, child, client_for):
    exit_by(cast.wanbao, child)
    told = {who: client_for(getattr(cast, who)).get("/home").json()["needs_me"] for who in ("antu", "yanbian")}
    assert {who: [one["rule"] for one in items if one["rule"].startswith("review")] for who, items in told.items()} == {
        "antu": ["review_county"],
        "yanbian": [],
    }
    [duty] = [one for one in told["antu"] if one["rule"] == "review_county"]
    assert duty["owners"] == ["金哲洙"]


def test_an_exit_that_the_director_took_back_needs_no_look_and_is_not_listed(cast, child, client_for):
    exit_by(cast.director, child)
    with context.within(grant_of(cast.director)) as grant:
        return_child(grant, Child.objects.within(grant).get(pk=child), "登记错了")
    assert owed(cast.wanbao)[0][-1] == "lapsed"
    assert client_for(cast.wanbao).get("/reviews").json()["items"] == []
    exit_by(cast.director, child)
    assert len(client_for(cast.wanbao).get("/reviews").json()["items"]) == 1


def test_neither_the_director_nor_another_township_may_answer(cast, child, client_for):
    exit_by(cast.director, child)
    assert answer(client_for(cast.director), answer="agreed").status_code == 403
    [item] = client_for(cast.wanbao).get("/reviews").json()["items"]
    assert client_for(cast.kaoshan).post(f"/reviews/{item['id']}/answer", {"answer": "agreed"}).status_code == 404


def test_a_merge_is_owed_a_look_too_and_is_taken_back_where_merges_are(cast, child, client_for):
    """Two children made one file by somebody alone would be a child whom nobody looks for any more."""
    other = registered("李小红", on=date(2026, 5, 1), place=JIANGBEI, id_number=None)
    with context.within(grant_of(cast.wanbao)) as grant:
        one, two = (Child.objects.within(grant).get(pk=pk) for pk in (child, other))
        pair = decide.propose(grant, one, two, "同一个孩子")
        decide.merge(grant, pair.pk, child, [])
    assert owed(cast.antu, "review_county") == [("A1-4", "civil_affairs", TODAY + timedelta(7), "")]
    [item] = client_for(cast.wanbao).get("/reviews").json()["items"]
    assert (item["kind"], item["mine"]) == ("merge", False)
    assert "李小红" in item["text"]
    browser = client_for(cast.antu)
    assert "撤销这次合并" in answer(browser, answer="sent_back", reason="不是同一个孩子").json()["message"]
    assert answer(browser, answer="agreed").status_code == 204
    assert owed(cast.antu, "review_county")[0][-1] == "done"
    assert browser.get(f"/doubles/{pair.pk}/undo").json()["possible"]
    with context.within(grant_of(cast.antu)) as grant:
        decide.undo(grant, pair.pk, "不是同一个孩子")
    assert read(other).active
    assert client_for(cast.antu).get("/reviews").json()["items"] == []
