"""A phone's store in other hands, in a real browser: copied, guessed at, ended from elsewhere (docs/adr/0023-the-phones-key.md)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.handheld import PIN, all_sent, another, begin_sign_in, register, sign_in, tap, unlock
from tests.journeys import Site

pytestmark = pytest.mark.django_db
COPY, RESTORE = ((Path(__file__).parent / name).read_text() for name in ("copying.js", "restoring.js"))


@pytest.fixture(scope="module")
def village(site: Site, django_db_blocker) -> dict[str, str]:
    """A child of 新立村."""
    return register(site, django_db_blocker, "郭宇志")


def test_a_copied_store_and_the_right_pin_open_nothing_in_another_browser(site: Site, village, browser) -> None:
    with another(browser) as mine, another(browser) as thiefs:
        page = mine.new_page()
        sign_in(page, site, site.cast.director.staff_number, PIN)
        page.get_by_role("link", name="孩子", exact=True).click()
        expect(page.locator("a.one", has_text="郭宇志")).to_be_visible()
        copy = page.evaluate(COPY)
        assert {one["name"] for one in copy["databases"]} >= {"hutong", f"hutong-{site.cast.director.pk}"}

        stolen = thiefs.new_page()
        stolen.goto(f"{site.url}/healthz")
        stolen.evaluate(RESTORE, copy)
        thiefs.set_offline(False)
        stolen.goto(f"{site.url}/m/")
        expect(stolen.get_by_text("王秀兰，您好")).to_be_visible()
        tap(stolen, PIN)
        expect(stolen.get_by_text("只有重新登录才能打开")).to_be_visible()
        expect(stolen.get_by_text("郭宇志")).to_have_count(0)

        page.reload()
        unlock(page, PIN)


def test_whoever_holds_an_open_phone_cannot_guess_the_pin_by_changing_it(site: Site, village, browser) -> None:
    with another(browser) as context:
        page = context.new_page()
        sign_in(page, site, site.cast.director.staff_number, PIN)
        page.get_by_role("link", name="我的").click()
        page.get_by_role("link", name="换手机密码").click()
        for left in (4, 3, 2, 1, 0):
            for pin, heading in (
                ("000001", "先输现在的手机密码"),
                ("730164", "输新的手机密码"),
                ("730164", "再输一次"),
            ):
                expect(page.get_by_text(heading)).to_be_visible()
                tap(page, pin)
            if left:
                expect(page.get_by_text(f"还能试 {left} 次")).to_be_visible()
        expect(page.get_by_text(re.compile("请输入六位手机密码"))).to_be_visible()
        tap(page, PIN)
        expect(page.get_by_text("手机密码错了五次")).to_be_visible()


def test_a_lost_phone_is_ended_by_its_owner_and_taken_up_again(site: Site, village, browser) -> None:
    with another(browser) as lost, another(browser) as found:
        page, second = lost.new_page(), found.new_page()
        sign_in(page, site, site.cast.director.staff_number, PIN)
        lost.set_offline(True)
        page.get_by_role("link", name="孩子", exact=True).click()
        page.locator("a.one", has_text="郭宇志").click()
        page.get_by_role("button", name="核实无误").click()
        expect(page.get_by_text("1 条记录待上传")).to_be_visible()

        sign_in(second, site, site.cast.director.staff_number, PIN)
        second.get_by_role("link", name="我的").click()
        expect(second.locator("[data-test=own-phone]", has_text="这一部")).to_have_count(1)
        second.get_by_role("button", name="停用那部手机").first.click()
        second.get_by_role("button", name="再按一次").click()
        expect(second.get_by_text("已停用。那部手机要用工号和密码重新登录")).to_be_visible()

        desk = browser.new_context().new_page()
        site.sign_in(desk, site.cast.director)
        desk.goto(f"{site.url}/security")
        expect(desk.locator("[data-test=own-phones] li", has_text="已停用，重新登录后可再用").first).to_be_visible()
        expect(desk.get_by_role("button", name=re.compile("^停用")).first).to_be_visible()

        lost.set_offline(False)
        expect(page.get_by_text("这部手机的登录已结束")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("郭宇志")).to_have_count(0)
        sign_in(page, site, site.cast.director.staff_number, PIN)
        all_sent(page)
        desk = browser.new_context().new_page()
        site.sign_in(desk, site.cast.wanbao)
        desk.goto(f"{site.url}/children/{village['郭宇志']}")
        expect(desk.get_by_text("核实档案，没有变化")).to_be_visible()


def test_a_store_whose_key_did_not_reach_escrow_is_not_kept(site: Site, village, browser) -> None:
    with another(browser) as context:
        context.route("**/sync/devices", lambda route: route.abort())
        page = context.new_page()
        begin_sign_in(page, site, site.cast.director.staff_number, PIN)
        expect(page.get_by_role("heading", name="登录护童")).to_be_visible()
        page.goto(f"{site.url}/m/")
        expect(page.get_by_text("第一次需要联网登录")).to_be_visible()
        context.unroute("**/sync/devices")
        sign_in(page, site, site.cast.director.staff_number, PIN)
