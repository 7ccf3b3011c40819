"""A director is ill: the township says so, hears that nobody stands in, and names the neighbour (S2-1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import readable

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys import Site

pytestmark = pytest.mark.django_db


def away(page: Page, until: str, by: str = "") -> None:
    page.get_by_role("button", name="办理王秀兰的岗位").click()
    page.get_by_role("menuitem", name="请假").click()
    dialog = page.locator("[data-test=cover-dialog]")
    dialog.get_by_label("到哪天回来").fill(until)
    dialog.get_by_label("到哪天回来").press("Enter")
    if by:
        dialog.get_by_label("谁代班").click()
        page.get_by_role("option", name=by).click()
    dialog.locator("[data-test=save-cover]").click()
    expect(dialog).to_have_count(0)


def test_an_ill_director_is_covered_by_the_neighbour(page: Page, site: Site) -> None:
    site.sign_in(page, site.cast.wanbao)
    page.goto(f"{site.url}/posts")
    today = page.evaluate("() => fetch('/api/v1/me').then((one) => one.json())")["today"]
    until = str(date.fromisoformat(today) + timedelta(7))
    away(page, until)
    covers = page.locator("[data-test=covers]")
    expect(covers).to_contain_text("没有人代班")
    page.goto(f"{site.url}/duties?clause=S2-1")
    expect(page.get_by_text("还没有人代班").filter(visible=True).first).to_be_visible()

    page.goto(f"{site.url}/posts")
    covers.get_by_role("button", name="结束").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(covers).to_have_count(0)
    away(page, until, "李桂芝")
    expect(covers).to_contain_text("由李桂芝代班")
    expect(covers).not_to_contain_text("没有人代班")
    readable(page)
