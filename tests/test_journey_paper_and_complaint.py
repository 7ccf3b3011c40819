"""A supervisor prints papers of a child whose address is kept secret; a director complains and is answered (7, 13)."""

from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.cast import XINLI
from tests.journeys import Site

pytestmark = pytest.mark.django_db
CHILD = {
    "place": XINLI,
    "groups": {
        "child": {"name": "张小明", "sex": "male", "birth_date": "2018-03-04", "address": "幸福小区3号"},
        "father": {"name": "张勇"},
        "schooling": {"stage": "primary", "school": "万宝镇中心小学"},
    },
}
REGISTER = """async child => {
    const headers = {'Content-Type': 'application/json', 'X-CSRFToken': document.cookie.match(/csrftoken=([^;]+)/)[1]};
    const answer = await fetch('/api/v1/children', {method: 'POST', headers, body: JSON.stringify(child)});
    return (await answer.json()).id;
}"""


def choose(page: Page, dialog: Any, label: str, option: str) -> None:
    dialog.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def printed(page: Page, *, paper: str = "", recipient: str = "") -> str:
    """The words of the paper that the browser downloads."""
    page.locator("[data-test=print]").click()
    dialog = page.locator("[data-test=print-dialog]")
    expect(dialog.get_by_label("用途")).to_be_visible()
    if paper:
        dialog.get_by_text(paper).click()
    if recipient:
        choose(page, dialog, "交给", recipient)
    dialog.get_by_label("用途").fill("办理低保申请")
    with page.expect_download() as found:
        dialog.locator("[data-test=print-make]").click()
    expect(dialog).to_be_hidden()
    pages = pypdf.PdfReader(found.value.path()).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_papers_and_an_address_kept_secret(site: Site, page: Page) -> None:
    site.sign_in(page, site.cast.wanbao)
    child = page.evaluate(REGISTER, CHILD)
    page.goto(f"{site.url}/children/{child}")
    card = printed(page)
    assert "儿童信息卡" in card
    assert "幸福小区3号" in card

    page.locator("[data-test=protection]").click()
    dialog = page.locator("[data-test=protection-dialog]")
    expect(dialog.get_by_text("现在没有地址保密")).to_be_visible()
    choose(page, dialog, "对谁保密", "父亲")
    choose(page, dialog, "依据", "人身安全保护令")
    dialog.locator("[data-test=protection-save]").click()
    expect(dialog.get_by_role("button", name="解除")).to_be_visible()
    dialog.get_by_role("button", name="关闭", exact=True).last.click()
    expect(page.locator("[data-test=address-kept]")).to_contain_text("对父亲 张勇保密")

    for paper in ("儿童信息卡", "一人一档"):
        words = printed(page, paper=paper, recipient="父亲")
        assert "张小明" in words
        assert not [one for one in ("幸福小区", "中心小学", "万宝镇", "新立村") if one in words]

    code = card.split("核验码：")[1][:14]
    page.goto(f"{site.url}/papers")
    page.locator("[data-test=paper-code]").fill(code)
    page.get_by_role("button", name="核验", exact=True).click()
    told = page.locator("[data-test=paper]")
    expect(told).to_contain_text("赵明")
    expect(told).to_contain_text("办理低保申请")
    expect(told).to_contain_text("打印以后档案有过变更")


def test_a_complaint_is_sent_and_answered(site: Site, page: Page, browser) -> None:
    site.sign_in(page, site.cast.director)
    page.locator("[data-test=feedback-link]").click()
    page.locator("#feedback-text").fill("每天要求拍照打卡，没有时间去看孩子。")
    page.locator("[data-test=feedback-send]").click()
    expect(page.locator("[data-test=my-feedback]")).to_contain_text("等待答复")

    administrator = browser.new_context(locale="zh-CN").new_page()
    site.sign_in(administrator, site.cast.administrator)
    expect(administrator.locator("[data-test=office]")).to_contain_text("待答复的意见与投诉")
    administrator.goto(f"{site.url}/feedback/inbox")
    administrator.locator("[data-test=answer]").click()
    administrator.get_by_role("dialog").locator("textarea").fill("已取消，以后不再要求。")
    administrator.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(administrator.get_by_text("没有待答复的意见")).to_be_visible()

    page.reload()
    expect(page.locator("[data-test=my-feedback]")).to_contain_text("已取消，以后不再要求。")
    page.locator("[data-test=helped]").click()
    expect(page.locator("[data-test=my-feedback]")).to_contain_text("您说：解决了")
