"""A county wants to know something: it waits on the village's phone, is asked without signal, and comes back with the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.handheld import PIN, all_sent, phone, register, sign_in, visit
from tests.journeys import readable

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys import Site

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def child(site: Site, django_db_blocker) -> str:
    return register(site, django_db_blocker, "张小明")["张小明"]


def sign(page: Page, signer: str) -> None:
    """Whoever signs reads the answers too, and a thumb is pressed before a witness."""
    page.get_by_text("还要记别的").click()
    page.locator("[data-test=sign]").click()
    text = page.locator("[data-test=sign-text]")
    expect(text).to_contain_text("孤儿基本生活费到账了吗：否（卡被冻结了）")
    page.get_by_label("签字人姓名").fill(signer)
    page.get_by_role("radio", name="按手印").click()
    page.get_by_label("见证人").fill("王桂兰")
    pad = page.locator("[data-test=sign-pad]")
    pad.click(position={"x": 30, "y": 30})
    page.locator("[data-test=sign-clear]").click()
    expect(page.locator("[data-test=sign-done]")).to_be_disabled()
    pad.click(position={"x": 60, "y": 60})
    page.locator("[data-test=sign-done]").click()


def test_a_question_is_asked_answered_offline_and_read_in_the_history(
    site: Site, child, playwright, browser, browser_type_launch_args, tmp_path
) -> None:
    desk = browser.new_context().new_page()
    site.sign_in(desk, site.cast.antu)
    desk.goto(f"{site.url}/children/{child}")
    asked = desk.locator("[data-test=questions]")
    for text in ("孤儿基本生活费到账了吗", "社保卡办好了吗"):
        asked.locator("[data-test=ask]").click()
        dialog = desk.locator("[data-test=question-dialog]")
        dialog.get_by_label("要问的事").fill(text)
        dialog.locator("[data-test=save-question]").click()
        expect(asked).to_contain_text(text)
    readable(desk)

    with phone(playwright, tmp_path, browser_type_launch_args["executable_path"]) as context:
        page = context.pages[0]
        sign_in(page, site, site.cast.director.staff_number, PIN)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        context.set_offline(True)
        visit(page, "张小明")
        page.get_by_role("radiogroup", name="孤儿基本生活费到账了吗").get_by_role("radio", name="否").click()
        page.get_by_role("textbox", name="孤儿基本生活费到账了吗的说明").fill("卡被冻结了")
        expect(page.get_by_text("金哲洙")).to_have_count(0)
        page.get_by_role("button", name="没有变化").click()
        sign(page, "李桂花")
        page.get_by_role("button", name="记下来").click()
        page.get_by_role("link", name="孩子", exact=True).click()
        page.locator("a.one", has_text="张小明").click()
        expect(page.get_by_text("下次去要问：社保卡办好了吗")).to_be_visible()
        expect(page.get_by_text("下次去要问：孤儿基本生活费到账了吗")).to_have_count(0)
        context.set_offline(False)
        all_sent(page)

    desk.reload()
    expect(desk.get_by_text("孤儿基本生活费到账了吗——否（卡被冻结了）").first).to_be_visible()
    expect(asked).not_to_contain_text("孤儿基本生活费到账了吗")
    expect(asked).to_contain_text("社保卡办好了吗")
