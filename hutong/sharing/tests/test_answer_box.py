"""Whoever was sent a paper says by a one-time code that it came; nobody else learns anything by trying."""

from datetime import timedelta

import pytest
from django.test import Client

from hutong.accounts import context, grants
from hutong.accounts.limits import OPEN_ANSWERS
from hutong.accounts.managers import plain
from hutong.documents.links.pages import ADDRESS
from hutong.documents.models import Link
from hutong.ground import clock
from hutong.sharing.tests.test_notices import box, tell
from hutong.sharing.tests.test_numbered import register

pytestmark = pytest.mark.django_db
GOT = {"got": "yes", "name": "张老师 万宝镇中心小学", "words": ""}


@pytest.fixture
def notice(paper):
    [waiting] = box(paper)
    return waiting


def made(browser, notice) -> str:
    answer = browser.post(f"/notices/{notice['id']}/link")
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["address"].endswith(ADDRESS)
    return answer.json()["code"]


def tries(window, code, **more):
    answer = window.post(ADDRESS, {"code": code} | more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_receiver_answers_once_without_an_account_and_the_paper_is_delivered(paper, notice):
    window, code = Client(enforce_csrf_checks=True), made(paper, notice)
    assert "签收码" in window.get(ADDRESS).content.decode()
    asked = tries(window, code.lower().replace("-", " "))
    assert "儿童信息卡" in asked
    assert "万政民函" in asked
    for secret in ("张小明", "幸福小区", "中心小学", "赵明"):
        assert secret not in asked
    assert box(paper)[0]["link"].startswith("签收码已发，对方打开过")
    assert "已收到您的答复" in tries(window, code, **GOT)
    [done] = box(paper, "told")
    assert (done["how_label"], done["received_by"]) == ("电子送达", "张老师 万宝镇中心小学")
    assert register(paper)[0]["delivered"] == f"电子送达 {clock.today()}"
    assert "不能用" in tries(window, code, **GOT)


def test_it_did_not_come_leaves_the_paper_waiting_and_tells_the_office(paper, notice):
    window, code = Client(), made(paper, notice)
    tries(window, code)
    tries(window, code, got="no", name="门卫<b>", words="没有这个人")
    [waiting] = box(paper)
    assert waiting["link"] == "门卫<b>答复没有收到：没有这个人"


def test_wrong_over_ended_answered_and_foreign_codes_are_answered_alike(paper, notice):
    wrong = tries(Client(), "AAAA-AAAA-AAAA-AAAA")
    first = made(paper, notice)
    tries(Client(), first)
    answers = {"another browser": tries(Client(), first), "another browser answers": tries(Client(), first, **GOT)}
    window, second = Client(), made(paper, notice)
    answers["a newer one was made"] = tries(Client(), first)
    answers["answered before it was opened"] = tries(Client(), second, **GOT)
    with clock.at(clock.now() + timedelta(days=7)):
        answers["over"] = tries(window, second)
    paper.post(f"/notices/{notice['id']}/link/end")
    answers["ended"] = tries(window, second)
    third = made(paper, notice)
    tell(paper, notice)
    answers["told meanwhile"] = tries(window, third)
    assert {why: told for why, told in answers.items() if told != wrong} == {}
    assert paper.post(f"/notices/{notice['id']}/link").status_code == 409


def test_tries_are_counted_before_anything_is_looked_up_and_a_good_code_does_not_pass(paper, notice):
    window, code = Client(), made(paper, notice)
    for _ in range(OPEN_ANSWERS.today().most):
        assert window.post(ADDRESS, {"code": "BBBB-BBBB-BBBB-BBBB"}).status_code == 200
    refused = window.post(ADDRESS, {"code": code})
    assert refused.status_code == 429
    with context.within(grants.system()):
        assert plain(Link).get().browser is None


def test_looking_uses_nothing_up_and_nothing_that_is_sent_breaks_it(paper, notice):
    window, code = Client(), made(paper, notice)
    for _ in range(3):
        assert window.get(ADDRESS).status_code == 200
    assert Client().put(ADDRESS).status_code == 405
    for odd in ({}, {"code": "\0"}, {"code": "é" * 500}, {"code": code, "got": "maybe"}, {"got": "yes"}, {"name": "x"}):
        assert Client().post(ADDRESS, odd).status_code == 200
    with context.within(grants.system()):
        link = plain(Link).get()
        assert code.replace("-", "").encode() not in bytes(link.token)


def test_who_may_not_see_the_delivery_makes_and_ends_no_link(paper, notice, cast, client_for):
    code = made(paper, notice)
    other = client_for(cast.kaoshan)
    assert other.post(f"/notices/{notice['id']}/link").status_code == 404
    assert other.post(f"/notices/{notice['id']}/link/end").status_code == 404
    assert "儿童信息卡" in tries(Client(), code)
