"""What goes out in an office's name has a number of its register, without gaps, and its copy is kept as it was issued."""

import io

import pypdf
import pytest
from django.db import IntegrityError, transaction

from hutong.accounts import context, grants
from hutong.accounts.limits import UNMASK
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.documents.models import Numbered, Series
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.journal.models import Entry, View
from hutong.sharing.tests.papers import ASKED, issued
from tests.cast import ANTU, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db


def register(browser, **asked):
    return browser.get("/paper-numbers", **asked).json()["items"]


def words(content) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_papers_are_numbered_one_after_the_other_and_anew_each_year(cast, client_for, child, series):
    browser, year = client_for(cast.wanbao), clock.today().year
    first, content = issued(browser, child, series)
    assert first == f"万政民函〔{year}〕1号"
    assert first in words(content)
    assert issued(browser, child, series)[0] == f"万政民函〔{year}〕2号"
    with clock.at(clock.today().replace(year=year + 1, month=1, day=2)):
        assert issued(client_for(cast.wanbao), child, series)[0] == f"万政民函〔{year + 1}〕1号"


def test_the_copy_is_the_one_that_was_issued_whatever_the_file_says_by_now(cast, client_for, child, series):
    browser = client_for(cast.wanbao)
    _, content = issued(browser, child, series)
    with context.within(grants.system()), operation("tests.moved"):
        plain(Child).filter(pk=child).update(address="前进路9号")
    [line] = register(browser)
    assert (line["title"], line["recipient"], line["by"]) == ("儿童信息卡", "学校 万宝镇中心小学", "赵明")
    kept = browser.get(f"/papers/{line['code']}/copy")
    assert kept.getvalue() == content
    assert "幸福小区3号" in words(content)
    with context.within(grants.system()):
        assert plain(View).filter(child=child, kind="print", purpose="看留存件：儿童信息卡").exists()
    assert browser.get(f"/papers/{line['code']}").json()["number"] == line["text"]
    assert client_for(cast.kaoshan).get(f"/papers/{line['code']}/copy").status_code == 404


def test_kept_copies_read_one_by_one_are_no_way_around_the_limit_of_full_numbers(cast, client_for, child, series):
    """The register names the codes of all copies, and a copy may say full numbers: it counts as showing them, and is seen as that."""
    browser = client_for(cast.wanbao)
    issued(browser, child, series, full_numbers=True)
    [line] = register(browser)
    most = UNMASK.today().most - 1  # the paper itself was one
    codes = [browser.get(f"/papers/{line['code']}/copy").status_code for _ in range(most + 1)]
    assert codes == [200] * most + [429]
    with context.within(grants.system()):
        assert plain(View).filter(child=child, kind="unmask", purpose="看留存件：儿童信息卡").count() == most


def test_a_number_used_outside_is_explained_and_none_is_skipped(cast, client_for, child, series):
    browser = client_for(cast.wanbao)
    issued(browser, child, series)
    way = f"/paper-series/{series}/explain"
    for wrong in (1, 500):
        refused = browser.post(way, {"upto": wrong, "reason": "系统上线前手工编号"})
        assert refused.status_code == 422
        assert refused.json()["message"] == "下一个号是2，请填2到201之间的号。"
    assert browser.post(way, {"upto": 4, "reason": "系统上线前手工编号"}).json() == {"count": 3}
    issued(browser, child, series)
    lines = register(browser, series=series)
    assert [line["text"].partition("〕")[2] for line in lines] == ["5号", "4号", "3号", "2号", "1号"]
    assert [bool(line["explained"]) for line in lines] == [False, True, True, True, False]
    assert all(line["title"] or line["explained"] for line in lines)


def test_a_withdrawn_paper_keeps_its_number_and_says_why(cast, client_for, child, series):
    browser = client_for(cast.wanbao)
    issued(browser, child, series)
    [line] = register(browser)
    browser.post(f"/papers/{line['code']}/withdraw", {"reason": "姓名写错"})
    assert issued(browser, child, series)[0].endswith("2号")
    assert [line["withdrawn_reason"] for line in register(browser)] == ["", "姓名写错"]


def test_a_paper_that_was_refused_takes_no_number(cast, client_for, child, series):
    browser = client_for(cast.wanbao)
    body = ASKED | {"series": series}
    for wrong in ({"recipient": "own"}, {"parts": ["nothing"]}, {"purpose": ""}):
        assert browser.post(f"/children/{child}/print", body | wrong).status_code == 422
    assert issued(browser, child, series)[0].endswith("1号")


def test_only_the_own_unit_numbers_and_no_village_does(cast, client_for, child, series):
    director, county = client_for(cast.director), client_for(cast.antu)
    for browser in (director, county):
        assert browser.get(f"/children/{child}/print").json()["series"] == []
        assert browser.post(f"/children/{child}/print", ASKED | {"series": series}).status_code == 422
    assert director.get("/paper-series").json()["items"] == []
    assert county.post("/paper-series", {"place": XINLI, "code": "新村函"}).status_code == 422
    assert county.post("/paper-series", {"place": WANBAO, "code": "万政民函"}).status_code == 409
    assert client_for(cast.nongan).post("/paper-series", {"place": WANBAO, "code": "万函"}).status_code == 404
    assert client_for(cast.wanbao).post("/paper-series", {"place": WANBAO, "code": "万函"}).status_code == 403
    assert [one["own"] for one in county.get("/paper-series").json()["items"]] == [False]


def test_a_series_of_closed_matters_is_seen_by_its_addressees_alone_and_leaves_no_entry_in_common_streams(cast):
    from hutong.documents.numbering.actions import explain, open_series, own

    post = grant_of(cast.antu).post
    with context.within(grant_of(cast.antu)) as grant:
        kept = open_series(grant, ANTU, "安民密", [post] if post else None)
        explain(grant, kept.pk, 3, "手工编号的密件")
    with context.within(grant_of(cast.antu)) as grant:
        assert [one.code for one in own(grant)] == ["安民密"]
        assert Numbered.seen(grant).count() == 3
    for other in (cast.yanbian, cast.institution, cast.wanbao, cast.director):
        with context.within(grant_of(other)) as grant:
            assert not Series.seen(grant).exists()
            assert not plain(Numbered).exists()
    with context.within(grants.system()):
        assert {entry.sealed for entry in plain(Entry).filter(action="documents.explain_numbers")} == {True}


def test_the_database_refuses_a_gap_without_a_word_and_a_closed_number_below_the_county(cast):
    with context.within(grant_of(cast.antu)) as grant, operation("tests.series"):
        row = Series(place=WANBAO, code="万函", opened_at=clock.now(), opened_by="")
        row.save(force_insert=True)
        told = {"place": WANBAO, "series": row, "year": 2026, "number": 1, "at": clock.now(), "by": ""}
        for wrong in ({}, {"explained": "手工", "addressees": [grant.post]}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Numbered(**told, **wrong).save(force_insert=True)
        assert not Numbered.seen(grant).exists()
