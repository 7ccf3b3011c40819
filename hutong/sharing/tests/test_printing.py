"""Item 7: a card and a file on paper, and the address that no paper tells the person protected against."""

import io
from datetime import timedelta

import pypdf
import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.journal.models import View
from tests.cast import XINLI

pytestmark = pytest.mark.django_db
ASKED = {"paper": "card", "purpose": "归档"}
ORDER = {"against": "father", "basis": "order", "document": "（2026）吉2426民保令1号", "since": "2026-01-05"}
# All by which a father who reads the paper could find the child.
WHEREABOUTS = (
    "新立村",
    "万宝镇",
    "幸福小区",
    "中心小学",
    "13844330001",
    "138••••0001",
    "138••••0003",
    "韩国",
    "王秀兰",
)


@pytest.fixture
def child():
    return registered(address="幸福小区3号")


def pages(answer) -> list[str]:
    """The words of each page of a PDF without the breaks that its lines make. An answer is read once."""
    assert answer.status_code == 200, answer.content.decode()
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.getvalue())).pages]


def text(answer) -> str:
    return "".join(pages(answer))


def printed(browser, child, **asked) -> str:
    return text(browser.post(f"/children/{child}/print", ASKED | asked))


def test_a_card_is_one_page_that_says_who_the_child_is_and_who_printed_it(cast, client_for, child):
    answer = client_for(cast.wanbao).post(f"/children/{child}/print", ASKED)
    [card] = pages(answer)
    for words in ("儿童信息卡", "张小明", "幸福小区3号", "农村留守儿童", "张德山", "祖父", "万宝镇中心小学"):
        assert words in card
    for words in (
        "打印人：赵明（万宝镇儿童督导员）",
        "用途：归档",
        "交给：本单位留存",
        "第1页共1页",
        "核验码：",
        "盖章",
    ):
        assert words in card


def test_a_file_holds_what_was_asked_for_and_the_visits(cast, client_for, child):
    browser = client_for(cast.director)
    browser.post(f"/children/{child}/visits", {"on": "2026-11-20", "mode": "home", "no_change": True})
    whole = printed(browser, child, paper="file")
    for words in ("一人一档", "法定监护", "走访记录", "没有变化", "办理记录", "建立档案", "类别认定", "户籍"):
        assert (words in whole) is (words != "法定监护"), words
    part = printed(browser, child, paper="file", parts=["child", "visits"])
    assert "走访记录" in part
    assert "办理记录" not in part
    assert "万宝镇中心小学" not in part


def test_numbers_are_masked_unless_chosen_and_the_look_is_logged_with_its_purpose(cast, client_for, child):
    browser = client_for(cast.wanbao)
    assert "13844330001" not in printed(browser, child)
    assert "13844330001" in printed(browser, child, full_numbers=True, purpose="联系照护人")
    with context.within(grants.system()):
        seen = list(plain(View).filter(child=child).order_by("at", "id").values_list("kind", "purpose"))
    assert ("print", "打印儿童信息卡，交给本单位留存：归档") in seen
    assert ("unmask", "联系照护人") in seen


def test_a_protected_address_is_never_on_a_paper_for_the_other_parent(cast, client_for, child):
    browser = client_for(cast.wanbao)
    browser.post(f"/children/{child}/visits", {"on": "2026-11-20", "mode": "home", "no_change": True})
    assert browser.post(f"/children/{child}/address-protections", ORDER).status_code == 200
    for paper in ("card", "file"):
        for recipient in ("father", "guardian", "child", "other"):
            words = printed(browser, child, paper=paper, recipient=recipient, full_numbers=True)
            assert "张小明" in words
            assert [one for one in WHEREABOUTS if one in words] == [], (paper, recipient)


def test_for_whom_it_is_not_kept_the_paper_is_whole_and_the_office_copy_warns(cast, client_for, child):
    browser = client_for(cast.wanbao)
    browser.post(f"/children/{child}/address-protections", ORDER)
    assert "幸福小区3号" in printed(browser, child, recipient="mother")
    kept = printed(browser, child)
    assert "幸福小区3号" in kept
    assert "地址保密：对父亲张勇保密（人身安全保护令）" in kept
    form = browser.get(f"/children/{child}/print").json()
    assert {one["value"] for one in form["recipients"] if one["hidden"]} == {"father", "guardian", "child", "other"}
    assert form["mark"] == "对父亲张勇保密（人身安全保护令）"


def test_the_page_marks_the_child_and_only_above_the_village_is_it_ended(cast, client_for, child):
    director, supervisor = client_for(cast.director), client_for(cast.wanbao)
    [kept] = director.post(f"/children/{child}/address-protections", ORDER).json()["items"]
    assert director.get(f"/children/{child}").json()["address_kept_from"] == ["父亲 张勇"]
    way = f"/children/{child}/address-protections/{kept['id']}/end"
    refused = director.post(way, {"reason": "保护令到期"})
    assert refused.status_code == 422
    assert "督导员" in refused.json()["message"]
    assert supervisor.post(way, {"reason": "保护令被法院撤销"}).status_code == 200
    titles = [event["title"] for event in supervisor.get(f"/children/{child}/timeline").json()["items"]]
    assert titles[:2] == ["解除地址保密", "地址保密"]


def test_an_order_that_ran_out_keeps_nothing_secret_any_more(cast, client_for, child):
    until = clock.today() + timedelta(7)
    client_for(cast.wanbao).post(f"/children/{child}/address-protections", ORDER | {"until": str(until)})
    with clock.at(until):
        assert client_for(cast.wanbao).get(f"/children/{child}").json()["address_kept_from"] == ["父亲 张勇"]
    with clock.at(until + timedelta(1)):
        assert client_for(cast.wanbao).get(f"/children/{child}").json()["address_kept_from"] == []


def test_what_does_not_fit_is_refused_at_its_field(cast, client_for, child):
    browser = client_for(cast.wanbao)
    wrong = {"since": "2099-01-01"}, {"until": "2026-01-04"}, {"against": "other"}
    fields = [
        browser.post(f"/children/{child}/address-protections", ORDER | one).json()["fields"][0]["field"]
        for one in wrong
    ]
    assert fields == ["since", "until", "against_name"]


def test_a_sealed_fact_is_on_no_paper(cast, client_for, child):
    with context.within(grants.system()), operation("test.name"):
        post = plain(Post).get(person=cast.antu)
        post.sealed = True
        post.save(update_fields=["sealed"])
    browser = client_for(cast.antu)
    browser.post(f"/children/{child}/sealed", {"kind": "hiv", "detail": "市定点医院告知"})
    words = printed(browser, child, paper="file", full_numbers=True)
    assert "艾滋" not in words
    assert "定点医院" not in words


def test_a_code_tells_who_printed_from_which_state_and_elsewhere_only_that_it_is_genuine(cast, client_for, child):
    browser = client_for(cast.wanbao)
    code = printed(browser, child).split("核验码：")[1][:14]
    told = browser.get(f"/papers/{code.lower()}").json()
    assert (told["title"], told["person_name"], told["purpose"]) == ("儿童信息卡", "赵明", "归档")
    assert (told["child_name"], told["changed"]) == ("张小明", False)
    browser.post(f"/children/{child}/confirm")
    assert browser.get(f"/papers/{code}").json()["changed"] is True
    assert browser.get("/papers/AAAA-AAAA-AAAA").status_code == 404
    for anybody in (cast.kaoshan, cast.police, cast.auditor, cast.administrator):
        answer = client_for(anybody).get(f"/papers/{code}")
        told = {name: value for name, value in answer.json().items() if value not in ("", None, False)}
        assert {"title", "code", "unit", "at"} == set(told)
        assert (told["title"], told["unit"]) == ("儿童信息卡", "万宝镇 儿童督导员")


def test_a_paper_that_was_withdrawn_is_void_for_everybody(cast, client_for, child):
    browser = client_for(cast.wanbao)
    code = printed(browser, child).split("核验码：")[1][:14]
    assert client_for(cast.kaoshan).post(f"/papers/{code}/withdraw", {"reason": "印错了"}).status_code == 404
    assert client_for(cast.auditor).post(f"/papers/{code}/withdraw", {"reason": "印错了"}).status_code == 403
    assert browser.post(f"/papers/{code}/withdraw", {"reason": "印错了"}).json()["withdrawn_reason"] == "印错了"
    assert browser.post(f"/papers/{code}/withdraw", {"reason": "再一次"}).status_code == 409
    elsewhere = client_for(cast.kaoshan).get(f"/papers/{code}").json()
    assert (bool(elsewhere["withdrawn_at"]), elsewhere["withdrawn_reason"]) == (True, "")


def test_a_name_without_a_face_prints_visibly_and_the_answer_says_so(cast, client_for):
    child = registered("王\U0002a6d6")
    answer = client_for(cast.director).post(f"/children/{child}/print", ASKED)
    assert answer["X-Hutong-Unprintable"] == "U+2A6D6"
    assert "U+2A6D6" in text(answer)


def test_the_addresses_kept_from_somebody_are_known_to_exports(cast, client_for, child):
    from hutong.accounts.grants import system
    from hutong.children.protecting.reading import protected

    other = registered("李明", place=XINLI)
    client_for(cast.wanbao).post(f"/children/{child}/address-protections", ORDER)
    with context.within(system()) as grant:
        assert protected(grant, [child, other]) == {child}
