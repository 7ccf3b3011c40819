"""A session ends while somebody fills in a form: nothing typed is lost to that person, and nobody else gets any of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys import readable

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys import Site

pytestmark = pytest.mark.django_db
NAME = "欧阳小满"


def over(page: Page) -> Locator:
    """The session is gone; the next thing that is asked of the server says so, over the page."""
    page.context.clear_cookies(name=re.compile("session"))
    page.locator("#new-place").fill("新立")
    cover = page.locator("[data-test=sign-in-again]")
    expect(cover).to_be_visible()
    expect(page.locator("#content")).to_be_hidden()
    assert page.evaluate("() => sessionStorage.length") == 0
    return cover


def sign_in(cover: Locator, staff_number: str) -> None:
    cover.locator("#username").fill(staff_number)
    cover.locator("#password").fill(PASSWORD)
    cover.get_by_role("button", name="登录", exact=True).click()


def begun(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/children/new")
    page.get_by_label("姓名", exact=True).first.fill(NAME)


def test_whoever_typed_signs_in_over_the_page_and_goes_on(page: Page, site: Site) -> None:
    site.sign_in(page, site.cast.wanbao)
    begun(page, site)
    cover = over(page)
    expect(cover).to_contain_text("登录已结束")
    readable(page)
    cover.press("Escape")
    expect(cover).to_be_visible()
    sign_in(cover, site.cast.wanbao.staff_number)
    expect(cover).to_have_count(0)
    expect(page.get_by_label("姓名", exact=True).first).to_have_value(NAME)


def test_another_person_finds_nothing_of_it(page: Page, site: Site) -> None:
    site.sign_in(page, site.cast.wanbao)
    begun(page, site)
    sign_in(over(page), site.cast.kaoshan.staff_number)
    page.wait_for_url(f"{site.url}/")
    expect(page.locator("#content")).to_be_visible()
    assert NAME not in page.content()
    assert NAME not in page.evaluate("() => JSON.stringify(sessionStorage)")
    page.goto(f"{site.url}/children/new")
    expect(page.get_by_label("姓名", exact=True).first).to_have_value("")
