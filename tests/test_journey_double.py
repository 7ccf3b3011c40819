"""A3-2 in a browser: a second file for a child is told at once, compared, merged; the old link leads on; undone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.cast import JIANGBEI, XINLI
from tests.journeys import search

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys import Site

LEDGER = Path(__file__).parent / "ledgers" / "wanbao-clean.xlsx"
pytestmark = pytest.mark.django_db

NUMBER = "222426201803040014"
SEND = """async ([path, body]) => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1]
    const headers = {"Content-Type": "application/json", "X-CSRFToken": token}
    const answer = await fetch("/api/v1" + path, {method: "POST", headers, body: JSON.stringify(body)})
    return answer.json()
}"""


def opened(page: Page, place: int, **child: str) -> str:
    """A file for 张小明 in a village, as the form would send it; its id."""
    carer = {"name": "张德山", "relation": "paternal_grandfather"} if place == JIANGBEI else {}
    child = {"name": "张小明", "sex": "male", "birth_date": "2018-03-04", **child}
    made = page.evaluate(SEND, ["/children", {"place": place, "groups": {"child": child, "carer": carer}}])
    return made["id"]


def test_a_double_file_is_merged_and_taken_apart_again(page: Page, site: Site) -> None:
    site.sign_in(page, site.cast.wanbao)
    one = opened(page, XINLI, id_number=NUMBER)
    two = opened(page, JIANGBEI, address="江北村二组")
    page.goto(f"{site.url}/children/{two}")
    note = page.locator("[data-test=doubles-note]")
    expect(note).to_contain_text("可能已有档案")
    expect(note).to_contain_text("同名、同生日")
    note.get_by_role("link", name="对比").click()
    expect(page.locator("[data-test=compare]")).to_contain_text("江北村二组")
    page.locator("[data-test=merge]").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("已合并", exact=True).first).to_be_visible()

    page.goto(f"{site.url}/children/{two}")
    page.wait_for_url(re.compile(one))
    expect(page.get_by_text("合并档案")).to_be_visible()

    page.go_back()
    page.goto(f"{site.url}/doubles")
    page.get_by_text("已合并 1").click()
    page.get_by_role("link", name=re.compile("张小明")).first.click()
    expect(page.locator("[data-test=undo]")).to_contain_text("撤销后移回")
    page.locator("[data-test=undo-merge]").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("是两个孩子")
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("待核对", exact=True)).to_be_visible()
    page.goto(f"{site.url}/children/{two}")
    expect(page.locator("[data-test=child-head]")).to_contain_text("张小明")
    assert two in page.url


def test_an_import_is_undone_on_its_page(page: Page, site: Site) -> None:
    site.sign_in(page, site.cast.wanbao)
    page.goto(f"{site.url}/ledgers")
    page.locator("input[type=file]").set_input_files(LEDGER)
    page.get_by_role("button", name="确认导入").click(timeout=60_000)
    page.get_by_role("dialog").get_by_role("button", name="确认导入").click()
    undo = page.locator("[data-test=ledger-undo]")
    expect(undo).to_contain_text("新建的 60 份档案退出名册", timeout=60_000)
    undo.locator("[data-test=undo-import]").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("退出名册 60 份")).to_be_visible(timeout=60_000)
    search(page, site, "guoyuzhi")
    expect(page.get_by_text("郭宇志")).to_have_count(0)
