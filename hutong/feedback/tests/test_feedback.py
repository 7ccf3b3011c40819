"""Item 13, 意见与投诉: who reads it, who answers it, and what nobody learns from it."""

import struct
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context, grants
from hutong.accounts.permissions import Role
from hutong.children.tests.factories import registered
from hutong.feedback import rules
from hutong.ground import clock
from hutong.workforce.actions import Appointment, appoint
from tests.cast import ANTU, JILIN, KAOSHAN, NONGAN, PASSWORD, XINLI

pytestmark = pytest.mark.django_db
SENT = {"kind": "complaint", "topic": "formalism", "text": "每天要求拍照打卡，没有时间去看孩子。"}
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(body)) + name + body + bytes(4)
    for name, body in ((b"IHDR", struct.pack(">II", 1, 1) + bytes(5)), (b"IEND", b""))
)


@pytest.fixture
def county(cast):
    """安图县 has an administrator of its own: 何敏."""
    with context.within(grants.system()) as grant:
        [made] = appoint(grant, [Appointment(ANTU, Role.ADMINISTRATOR, "何敏", phone="13904439999", password=PASSWORD)])
    return made.post.person


def send(browser, **told):
    return browser.client.post("/api/v1/feedback", SENT | told)


def inbox(browser, **query) -> list[str]:
    return [one["text"] for one in browser.get("/feedback/inbox", **query).json()["items"]]


def test_a_complaint_is_answered_and_the_sender_says_whether_it_helped(cast, client_for, county):
    director, administrator = client_for(cast.director), client_for(county)
    assert send(director).status_code == 200
    [got] = administrator.get("/feedback/inbox").json()["items"]
    assert (got["sender_name"], got["place"], got["topic"]) == ("王秀兰", "新立村委会", "打卡、排名、留痕等不合理要求")
    administrator.post(f"/feedback/inbox/{got['id']}/answer", {"answer": "已取消，以后不再要求打卡。"})
    [mine] = director.get("/feedback/mine").json()["items"]
    assert (mine["answer"], mine["answered_by"], mine["waiting"]) == ("已取消，以后不再要求打卡。", "何敏", False)
    director.post(f"/feedback/mine/{mine['id']}/helped", {"helped": False, "note": "群里还在要求。"})
    [again] = administrator.get("/feedback/inbox").json()["items"]
    assert (again["helped"], again["helped_note"]) == (False, "群里还在要求。")


def test_a_department_without_a_jurisdiction_is_heard_as_well(cast, client_for, county):
    police, administrator = client_for(cast.police), client_for(county)
    picture = SimpleUploadedFile("图.png", PNG, content_type="image/png")
    sent = send(police, screenshot=picture)
    assert sent.status_code == 200, sent.content
    administrator.post(f"/feedback/inbox/{sent.json()['id']}/answer", {"answer": "已改。"})
    judged = police.post(f"/feedback/mine/{sent.json()['id']}/helped", {"helped": True})
    assert (judged.status_code, judged.json()["helped"]) == (200, True)
    assert police.get("/children").status_code == 403


def test_it_goes_to_the_next_above_where_the_county_has_no_administrator(cast, client_for, county):
    send(client_for(cast.kaoshan), text="靠山镇的问题，请答复。")
    send(client_for(cast.wanbao), text="万宝镇的问题，请答复。")
    assert inbox(client_for(county)) == ["万宝镇的问题，请答复。"]
    assert inbox(client_for(cast.administrator)) == ["靠山镇的问题，请答复。"]


@pytest.mark.parametrize("told", [{"about": "何敏"}, {"about": "系统管理员", "about_administrator": True}])
def test_who_is_complained_about_does_not_see_it_even_as_administrator(cast, client_for, county, told):
    send(client_for(cast.wanbao), topic="conduct", **told)
    assert inbox(client_for(county)) == []
    [text] = inbox(client_for(cast.administrator))
    assert text == SENT["text"]


def test_at_the_top_a_colleague_answers_and_never_who_is_meant(cast, client_for):
    with context.within(grants.system()) as grant:
        [second] = appoint(
            grant, [Appointment(JILIN, Role.ADMINISTRATOR, "韩雪", phone="13904438888", password=PASSWORD)]
        )
    send(client_for(cast.wanbao), topic="conduct", about="省里的陈工")
    assert inbox(client_for(cast.administrator)) == []
    assert inbox(client_for(second.post.person)) == [SENT["text"]]


def test_nobody_else_reads_it(cast, client_for, county):
    sent = send(client_for(cast.director)).json()["id"]
    for who in ("neighbour", "wanbao", "antu", "nongan", "auditor"):
        browser = client_for(getattr(cast, who))
        assert browser.get("/feedback/mine").json()["items"] == []
        assert browser.post(f"/feedback/mine/{sent}/helped", {"helped": True}).status_code == 404
        assert browser.get(f"/feedback/mine/{sent}/screenshot").status_code == 404
        assert browser.post(f"/feedback/inbox/{sent}/answer", {"answer": "好的"}).status_code in (403, 404)


def test_after_five_workdays_the_administrator_is_reminded(cast, client_for, county):
    send(client_for(cast.director))
    days = [clock.today() + timedelta(n) for n in range(1, 30)]
    for count, late in ((5, 0), (6, 1)):
        with clock.at(next(day for day in days if rules.workdays(clock.today(), day) == count)):
            told = client_for(county).get("/feedback/inbox").json()
            assert (told["waiting"], told["late"], told["items"][0]["workdays"]) == (1, late, count)


def test_workdays_leave_out_saturday_and_sunday():
    assert rules.workdays(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert rules.workdays(date(2026, 11, 20), date(2026, 11, 20)) == 0


def test_a_childs_name_or_number_is_warned_of_before_it_is_sent(cast, client_for):
    registered("张小明")
    director, text = client_for(cast.director), "张小明家的档案改不了，请处理。"
    warned = send(director, text=text)
    assert (warned.status_code, warned.json()["code"]) == (409, "child_named")
    assert "张小明" in warned.json()["message"]
    assert send(director, text=text, confirmed="true").status_code == 200
    assert send(director, text="号码 220122201206018974 打不开").status_code == 422
    assert send(client_for(cast.neighbour), text=text).status_code == 200, "another village learns nothing"


def test_a_screenshot_is_a_picture_and_reaches_sender_and_administrator(cast, client_for, county):
    director = client_for(cast.director)
    sent = send(director, screenshot=SimpleUploadedFile("屏幕.png", PNG)).json()
    for person, box in ((cast.director, "mine"), (county, "inbox")):
        answer = client_for(person).get(f"/feedback/{box}/{sent['id']}/screenshot")
        assert (answer.getvalue(), answer["Content-Type"]) == (PNG, "image/png")
    refused = send(director, screenshot=SimpleUploadedFile("屏幕.png", b"<script>"))
    assert refused.status_code == 422


def test_figures_name_topics_and_months_and_hide_small_numbers(cast, client_for, county):
    for _ in range(6):
        send(client_for(cast.director), topic="fault")
    send(client_for(cast.wanbao), topic="again")
    answer = client_for(county).get("/feedback/figures")
    [row] = answer.json()["rows"]
    assert (row["counts"]["fault"], row["counts"]["again"], row["counts"]["other"]) == (6, None, 0)
    assert "王秀兰" not in answer.content.decode()


def test_the_nearest_unit_answers_county_first():
    there = {ANTU: ["何敏"], NONGAN: ["丁一"], JILIN: ["陈工"]}
    assert rules.answers(XINLI, "", False, there) == ANTU
    assert rules.answers(KAOSHAN, "丁一", False, there) == JILIN
    assert rules.answers(2224 * 10**8, "", False, there) == JILIN
    assert rules.answers(JILIN, "陈工", False, there) is None
    assert rules.answers(XINLI, "", True, there) == JILIN
