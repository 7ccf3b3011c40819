"""A record's form and list in a browser (A2-4), made of its declaration; and no code of a choice is shown as a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.cast import XINLI
from tests.journeys import readable
from tests.test_journey_double import SEND

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys import Site

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|^[a-z]{3,}$", re.MULTILINE)
RISK = {"mode": "home", "no_change": True, "risk": "high", "risk_reasons": "照护人年迈"}


def test_a_key_check_is_made_and_listed_and_no_code_is_read(page: Page, site: Site) -> None:
    site.sign_in(page, site.cast.wanbao)
    own = {"name": "张小明", "sex": "male", "birth_date": "2018-03-04"}
    groups = {"child": own, "aid": {"kinds": ["de_facto", "minimum_living"]}}
    made = page.evaluate(SEND, ["/children", {"place": XINLI, "groups": groups, "categories": ["left_behind"]}])
    today = page.evaluate("() => fetch('/api/v1/me').then((one) => one.json())")["today"]
    page.evaluate(SEND, [f"/children/{made['id']}/visits", {"on": today, **RISK}])

    page.goto(f"{site.url}/key-checks")
    page.locator("[data-test=suggested]").get_by_role("button", name="记核查").click()
    dialog = page.locator("[data-test=check-dialog]")
    dialog.locator("[data-test=save-check]").click()
    expect(dialog).to_contain_text("请填写核查情况。")
    dialog.get_by_label("核查情况").fill("看了住处和伙食")
    dialog.locator("[data-test=add-check-problems]").click()
    dialog.locator("#check-problems-0-text").fill("炉子漏烟")
    dialog.locator("#check-problems-0-due").fill(today)
    dialog.locator("#check-problems-0-due").press("Enter")
    dialog.locator("[data-test=save-check]").click()
    expect(page.locator("[data-test=problems]")).to_contain_text("炉子漏烟")
    expect(page.locator("[data-test=checks]")).to_contain_text("入户")
    readable(page)

    for path in (f"/children/{made['id']}", "/key-checks", "/reviews"):
        page.goto(f"{site.url}{path}")
        page.wait_for_load_state("networkidle")
        assert CODE.findall(page.locator("main, .page").first.inner_text()) == [], path
    page.goto(f"{site.url}/children/{made['id']}")
    expect(page.get_by_text("最低生活保障").first).to_be_visible()
