"""A record's form and list in a browser (A2-4), made of its declaration; and no code of a choice is shown as a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.cast import XINLI
from tests.handheld import PIN, another, sign_in
from tests.journeys import readable, unfold
from tests.test_journey_double import SEND

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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

    page.locator("[data-test=fix]").click()
    fixing = page.locator("[data-test=fix-dialog]")
    fixing.get_by_label("整改情况").fill("炉子换了新的")
    fixing.locator("[data-test=save-fix]").click()
    expect(page.locator("[data-test=problems]")).to_contain_text("炉子换了新的")

    for path in (f"/children/{made['id']}", "/key-checks", "/reviews"):
        page.goto(f"{site.url}{path}")
        page.wait_for_load_state("networkidle")
        unfold(page)
        assert CODE.findall(page.locator("main, .page").first.inner_text()) == [], path
    page.goto(f"{site.url}/children/{made['id']}")
    page.wait_for_load_state("networkidle")
    unfold(page)
    expect(page.get_by_text("最低生活保障").first).to_be_visible()


def test_on_the_phone_no_code_is_read_either(page: Page, browser: Browser, site: Site) -> None:
    """A child with several choices of one field, and a visit: its page, its changes, its forms."""
    site.sign_in(page, site.cast.wanbao)
    own = {"name": "李小红", "sex": "female", "birth_date": "2017-05-06"}
    groups = {
        "child": own,
        "aid": {"kinds": ["de_facto", "minimum_living"]},
        "carer": {"relation": "paternal_grandmother", "name": "王桂兰"},
    }
    made = page.evaluate(SEND, ["/children", {"place": XINLI, "groups": groups, "categories": ["left_behind"]}])
    today = page.evaluate("() => fetch('/api/v1/me').then((one) => one.json())")["today"]
    page.evaluate(
        SEND,
        [
            f"/children/{made['id']}/visits",
            {"on": today, "mode": "home", "findings": {"mood": "problem"}, "notes": {"mood": "想妈妈"}},
        ],
    )
    with another(browser) as phone:
        held = phone.new_page()
        held.goto(f"{site.url}/m/sign-in")
        sign_in(held, site, site.cast.director.staff_number, PIN)
        held.get_by_role("link", name="孩子", exact=True).click()
        held.locator("a.one", has_text="李小红").click()
        expect(held.get_by_role("heading", name="李小红")).to_be_visible()
        expect(held.get_by_text("想妈妈")).to_be_visible()
        held.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        expect(held.get_by_text("祖母").first).to_be_visible()
        assert CODE.findall(held.locator("main").inner_text()) == []
        expect(held.get_by_text("最低生活保障").first).to_be_visible()
        held.get_by_role("link", name="有变化").click()
        held.get_by_role("link", name="救助和福利").click()
        expect(held.get_by_role("checkbox").first).to_be_visible()
        assert CODE.findall(held.locator("main").inner_text()) == []
