"""A child moves to another county and back, in a real browser: the file goes along, visits and all."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import environment
from tests.cast import XINLI, grant_of
from tests.journeys import Site, search

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def child(site: Site, django_db_blocker) -> str:
    """郭宇志 of 新立村, visited once."""
    from datetime import timedelta

    from hutong.accounts import context
    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.models import Child
    from hutong.children.tests.factories import registered
    from hutong.ground import clock

    with django_db_blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            early = clock.today() - timedelta(10)
            made = registered("郭宇志", place=XINLI, grant=grant_of(site.cast.wanbao), on=early)
            with context.within(grant_of(site.cast.director)) as grant:
                row = Child.objects.within(grant).get(pk=made)
                record_visit(grant, row, NewVisit(early, "home", no_change=True, words="想妈妈"))
            return str(made)
        finally:
            environment.connect_to(environment.database_name("test"))


def ask(page: Page, site: Site, child: str, place: str, inside: str) -> None:
    """From the child's page: 转出, to a village found by its code, for 靠山村 there are many."""
    page.goto(f"{site.url}/children/{child}")
    page.locator("[data-test=move]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.click()
    dialog.get_by_role("combobox").first.fill(place)
    page.get_by_role("option", name=re.compile(inside)).first.click()
    dialog.get_by_label("原因").fill("随父母搬走")
    page.locator("[data-test=send-move]").click()
    expect(page.get_by_text("对方接收前仍由本村走访")).to_be_visible()


def accept(page: Page, site: Site) -> None:
    """What waits for an answer is received."""
    page.goto(f"{site.url}/moves")
    page.locator("[data-test=move]").locator("[data-test=accept]").click()
    page.locator("[data-test=answer]").click()
    expect(page.get_by_text("已办结。")).to_be_visible()


def counted(page: Page, site: Site, name: str, count: int) -> None:
    """How many children of this name the list of one's own place shows."""
    search(page, site, name)
    expect(page.locator("main").get_by_role("link", name=name)).to_have_count(count)


def test_to_another_county_and_back(site: Site, child: str, page: Page, browser) -> None:
    there = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    site.sign_in(page, site.cast.wanbao)
    site.sign_in(there, site.cast.kaoshan)

    ask(page, site, child, "220122103200", "靠山村委会")
    counted(page, site, "郭宇志", 1)
    accept(there, site)
    counted(page, site, "郭宇志", 0)
    page.goto(f"{site.url}/children/{child}")
    expect(page.get_by_text("没有找到")).to_be_visible()
    there.goto(f"{site.url}/children/{child}")
    expect(there.get_by_text("想妈妈")).to_be_visible()

    ask(there, site, child, "222426105204", "新立村")
    accept(page, site)
    counted(there, site, "郭宇志", 0)
    page.goto(f"{site.url}/children/{child}")
    expect(page.get_by_text("想妈妈")).to_be_visible()
    expect(page.get_by_text(re.compile("迁移：")).first).to_be_visible()
