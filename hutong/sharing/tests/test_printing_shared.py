"""What was shared is printed with exactly its parts, says so, is logged where the child lives, and ends with the share."""

import re
from datetime import timedelta

import pytest

from hutong.accounts.permissions import Role
from hutong.children.tests.factories import read, registered
from hutong.ground import clock
from hutong.sharing.tests.test_printing import ORDER, printed
from hutong.sharing.tests.test_shares import NOW, shared
from tests.cast import NONGAN

pytestmark = pytest.mark.django_db
FILE = {"paper": "file", "purpose": "核实户籍"}


@pytest.fixture
def child():
    return registered(address="幸福小区3号", id_number="222426201803040016", hukou_place="农安县靠山镇")


def test_a_paper_by_a_share_holds_the_parts_and_names_them(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN, parts=("child", "hukou", "father"))
        browser = client_for(cast.nongan)
        form = browser.get(f"/children/{child}/print").json()
        assert [one["value"] for one in form["parts"]] == ["child", "father", "hukou"]
        assert [one["value"] for one in form["recipients"]] == ["own"]
        assert form["may_unmask"] is False
        for paper in ("file", "card"):
            # Without the register's own numbers, in which any four digits may stand.
            words = re.sub(r"HT\d{10}", "", printed(browser, child, **FILE | {"paper": paper}))
            for said in (
                "张小明",
                "张勇",
                "农安县靠山镇",
                "本件按授权打印",
                "没有授权的不在本件上",
                "授权用途：核实户籍",
            ):
                assert said in words, said
            # Neither parts nor columns that were not shared: carer, mother, school, where, numbers, categories, history.
            for kept in (
                "张德山",
                "李丽",
                "中心小学",
                "幸福小区",
                "新立村",
                "万宝镇",
                "大连",
                "0002",
                "0016",
                "农村留守",
                "赵明",
            ):
                assert kept not in words, kept


def test_what_was_not_shared_is_refused_and_it_goes_into_nobody_elses_hands(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        browser = client_for(cast.nongan)
        for wrong, field in (
            ({"parts": ["child", "visits"]}, "parts"),
            ({"recipient": "father"}, "recipient"),
            ({"full_numbers": True}, "full_numbers"),
        ):
            answer = browser.post(f"/children/{child}/print", FILE | wrong)
            assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, field)


def test_all_parts_shared_print_the_whole_file_for_a_department_in_its_own_name(cast, client_for, child):
    with clock.at(NOW):
        parts = ("child", "carer", "schooling", "where", "numbers", "categories", "visits", "history")
        shared(cast, child, (Role.DEPARTMENT, "公安局"), kind="referral", parts=parts)
        words = printed(client_for(cast.police), child, **FILE | {"full_numbers": True})
        for said in ("222426201803040016", "幸福小区3号", "中心小学", "农村留守儿童", "建立档案", "公安局", "杨警官"):
            assert said in words, said
        assert "李丽" not in words


def test_the_county_of_the_child_sees_that_it_was_printed_and_can_check_the_paper(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        code = printed(client_for(cast.nongan), child, **FILE).split("核验码：")[1][:14]
        looks = client_for(cast.antu).get(f"/children/{child}/looks").json()["items"]
        assert {(look["person"], look["kind"]) for look in looks} == {("刘洋", "shared"), ("刘洋", "print")}
        assert client_for(cast.antu).get(f"/papers/{code}").json()["child_name"] == "张小明"
        assert client_for(cast.nongan).get(f"/papers/{code}").json()["child_name"] == ""


def test_an_expired_share_prints_nothing_and_a_broken_glass_never_does(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN, days=10)
    with clock.at(NOW + timedelta(11)):
        browser = client_for(cast.nongan)
        assert browser.get(f"/children/{child}/print").status_code == 404
        assert browser.post(f"/children/{child}/print", FILE).status_code == 404
        wanted = {"number": read(child).number, "name": read(child).name, "purpose": "夜间派出所送来，核实监护人"}
        assert browser.post("/break-glass", wanted).status_code == 200
        assert browser.get(f"/children/{child}").status_code == 200
        for answer in (browser.get(f"/children/{child}/print"), browser.post(f"/children/{child}/print", FILE)):
            assert (answer.status_code, answer.json()["code"]) == (403, "not_printed")
            assert "不能打印" in answer.json()["message"]


def test_a_broken_glass_adds_nothing_to_what_a_share_prints(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN, parts=("child",))
        browser = client_for(cast.nongan)
        wanted = {"number": read(child).number, "name": read(child).name, "purpose": "夜间派出所送来，核实监护人"}
        assert browser.post("/break-glass", wanted).status_code == 200
        assert "张勇" not in printed(browser, child, **FILE)


def test_a_protected_address_is_not_printed_by_a_share_either(cast, client_for, child):
    with clock.at(NOW):
        parts = ("child", "carer", "schooling", "where", "numbers", "visits", "history")
        shared(cast, child, NONGAN, parts=parts)
        client_for(cast.antu).post(f"/children/{child}/address-protections", ORDER)
        words = printed(client_for(cast.nongan), child, **FILE)
        for kept in ("幸福小区", "中心小学", "新立村", "万宝镇", "13844330001"):
            assert kept not in words, kept


def test_nobody_without_a_share_prints(cast, client_for, child):
    for who in (cast.nongan, cast.police, cast.neighbour):
        assert client_for(who).post(f"/children/{child}/print", FILE).status_code == 404
