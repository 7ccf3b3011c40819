"""Screens for whoever sees badly or has a page read out: at the office, on the phone, with children and without."""

import pytest
from playwright.sync_api import expect

from tests.handheld import PIN, another, register, sign_in
from tests.journeys import Site, readable

pytestmark = pytest.mark.django_db
OFFICE = ["/duties", "/children", "/children/new", "/ledgers", "/posts", "/feedback/inbox", "/security"]


@pytest.fixture(scope="module")
def child(site: Site, django_db_blocker) -> str:
    """王梓涵 of 新立村."""
    return register(site, django_db_blocker, "王梓涵", "李思远")["王梓涵"]


def test_at_the_office(site: Site, page, child) -> None:
    page.goto(site.url)
    expect(page.get_by_label("工号或手机号")).to_be_visible()
    readable(page)
    site.sign_in(page, site.cast.wanbao)
    expect(page.locator("[data-test=line-A2-1]")).to_be_visible()
    readable(page)
    for address in [*OFFICE, f"/children/{child}", f"/children/{child}/visit"]:
        page.goto(f"{site.url}{address}")
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1").first).to_be_visible()
        readable(page)


def test_on_the_phone(site: Site, browser, child) -> None:
    with another(browser) as phone:
        page = phone.new_page()
        page.goto(f"{site.url}/m/sign-in")
        expect(page.get_by_label("工号或手机号")).to_be_visible()
        readable(page)
        sign_in(page, site, site.cast.director.staff_number, PIN)
        readable(page)
        page.get_by_role("link", name="孩子", exact=True).click()
        page.locator("a.one", has_text="王梓涵").click()
        expect(page.get_by_role("heading", name="王梓涵")).to_be_visible()
        readable(page)
