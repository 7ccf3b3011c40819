"""Hard days of a phone, in a real browser: wiped, its clock wrong, away for a month, taken away, and two that write the same."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import day
from tests.handheld import PIN, all_sent, another, register, sign_in, tap, visit
from tests.journeys import Site, move

pytestmark = pytest.mark.django_db
AUDIT = (Path(__file__).parent / "handheld.js").read_text()


@pytest.fixture(scope="module")
def village(site: Site, django_db_blocker) -> dict[str, str]:
    """Four children of 新立村."""
    return register(site, django_db_blocker, "郭宇志", "李思远", "朴美玲", "王梓涵")


@pytest.fixture
def handheld(browser):
    """A phone, new out of its box."""
    with another(browser) as context:
        yield context


def open_child(page: Page, name: str) -> None:
    page.get_by_role("link", name="孩子", exact=True).click()
    page.locator("a.one", has_text=name).click()


def confirm(page: Page, name: str) -> None:
    open_child(page, name)
    page.get_by_role("button", name="核实无误").click()
    expect(page.get_by_text("记下了：档案核实过")).to_be_visible()


def lock(page: Page) -> None:
    page.get_by_role("link", name="我的").click()
    page.get_by_role("button", name="锁上").click()


def at(context: BrowserContext, days: float) -> None:
    """The phone's clock says another day than the server's."""
    move(context, day.SHIFT + timedelta(days))


def wiped(context: BrowserContext, page: Page, site: Site) -> None:
    """The browser threw everything away that it kept for this address."""
    page.goto("about:blank")
    told = {"origin": site.url, "storageTypes": "all"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", told)


def test_a_clock_three_days_ahead_and_a_store_that_was_thrown_away(site: Site, village, handheld, browser) -> None:
    at(handheld, 3)
    page = handheld.new_page()
    sign_in(page, site, site.cast.director.staff_number, PIN)
    expect(page.get_by_text("手机上的日期不对，差了 3 天")).to_be_visible()
    visit(page, "郭宇志")
    page.get_by_role("button", name="没有变化").click()
    page.get_by_role("button", name="记下来").click()
    expect(page.get_by_text("记下了：去看过郭宇志")).to_be_visible()
    all_sent(page)
    expect(page.get_by_text("没有收下")).to_have_count(0)

    handheld.set_offline(True)
    confirm(page, "李思远")
    expect(page.get_by_text("1 条记录待上传")).to_be_visible()
    wiped(handheld, page, site)
    handheld.set_offline(False)
    sign_in(page, site, site.cast.director.staff_number, PIN)
    expect(page.get_by_text("您上次用手机上传是")).to_contain_text("还没上传的，这部手机里没有")
    open_child(page, "郭宇志")
    expect(page.get_by_text("各项都正常")).to_be_visible()
    page.get_by_role("link", name="今日").click()
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_text("您上次用手机上传是")).to_have_count(0)


def test_back_after_a_month(site: Site, village, handheld, browser) -> None:
    at(handheld, 0)
    page = handheld.new_page()
    sign_in(page, site, site.cast.director.staff_number, PIN)
    handheld.set_offline(True)
    confirm(page, "朴美玲")
    lock(page)
    at(handheld, 31)
    tap(page, PIN)
    expect(page.get_by_text("已经三天没有联网")).to_be_visible()
    expect(page.get_by_text("朴美玲")).to_have_count(0)
    handheld.set_offline(False)
    sign_in(page, site, site.cast.director.staff_number, PIN)
    all_sent(page)
    desk = browser.new_page()
    site.sign_in(desk, site.cast.wanbao)
    desk.goto(f"{site.url}/children/{village['朴美玲']}")
    expect(desk.get_by_text("核实档案，没有变化")).to_be_visible()


def change_carer(page: Page, child: str, name: str) -> None:
    open_child(page, child)
    page.get_by_role("link", name="有变化").click()
    page.get_by_role("link", name="换了照护人，或照护人有变化").click()
    page.get_by_label("姓名").fill(name)
    page.get_by_role("button", name="记下来").click()
    expect(page.get_by_text("这个孩子有记录还没上传")).to_be_visible()


def test_two_phones_that_write_different_names(site: Site, village, handheld, browser) -> None:
    with another(browser) as second:
        first_page, second_page = handheld.new_page(), second.new_page()
        for context, page, name in ((handheld, first_page, "刘玉兰"), (second, second_page, "刘玉莲")):
            sign_in(page, site, site.cast.director.staff_number, PIN)
            context.set_offline(True)
            change_carer(page, "王梓涵", name)
        handheld.set_offline(False)
        all_sent(first_page)
        second.set_offline(False)
        all_sent(second_page)
        for page in (first_page, second_page):
            page.get_by_role("link", name="我的").click()
            page.get_by_role("button", name="现在上传和更新").click()
            page.get_by_role("link", name="我记过的").click()
            expect(page.get_by_role("button", name="手机上写的：刘玉莲")).to_be_visible()
            expect(page.get_by_role("button", name="现在档案里的：刘玉兰")).to_be_visible()
        desk = browser.new_page()
        site.sign_in(desk, site.cast.wanbao)
        desk.goto(f"{site.url}/phones")
        desk.get_by_role("button", name="处理 王梓涵").click()
        expect(desk.get_by_role("dialog")).to_contain_text("刘玉莲")
        expect(desk.get_by_role("dialog")).to_contain_text("刘玉兰")
        second_page.get_by_role("button", name="手机上写的：刘玉莲").click()
        expect(second_page.get_by_text("手机上写的")).to_have_count(0)
        all_sent(second_page)
        desk.goto(f"{site.url}/children/{village['王梓涵']}")
        expect(desk.get_by_text("刘玉莲").first).to_be_visible()


def test_every_part_can_be_touched_read_and_named(site: Site, village, handheld) -> None:
    """At 320 px and in the largest type: what a thumb, weak eyes and a screen reader need, on each page."""
    page = handheld.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site.url}/m/sign-in")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    found = {"sign-in": page.evaluate(AUDIT)}
    sign_in(page, site, site.cast.director.staff_number, PIN)
    page.get_by_role("link", name="我的").click()
    page.get_by_role("radio", name="1.6 倍").click()
    for name in ("我的", "孩子", "紧急上报", "今日"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("main h1")).to_be_visible()
        found[name] = page.evaluate(AUDIT)
    open_child(page, "王梓涵")
    expect(page.get_by_role("link", name="去看孩子")).to_be_visible()
    found["child"] = page.evaluate(AUDIT)
    page.get_by_role("link", name="去看孩子").click()
    page.get_by_role("radiogroup", name="情绪").get_by_role("radio", name="有问题").click()
    page.get_by_text("还要记别的").click()
    found["visit"] = page.evaluate(AUDIT)
    lock(page)
    expect(page.get_by_text("请输入六位手机密码")).to_be_visible()
    found["lock"] = page.evaluate(AUDIT)
    wrong = {name: told for name, told in found.items() if told}
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_a_phone_that_was_taken_away(site: Site, village, handheld, browser) -> None:
    page = handheld.new_page()
    sign_in(page, site, site.cast.neighbour.staff_number, PIN)
    handheld.set_offline(True)
    page.get_by_role("link", name="孩子", exact=True).click()
    page.get_by_role("link", name="新建一个孩子的档案").click()
    page.get_by_label("姓名（要填）").fill("孙一诺")
    page.get_by_role("radiogroup", name="性别").get_by_role("radio", name="女").click()
    page.get_by_label("出生日期（要填）").fill("2019-05-06")
    page.get_by_role("button", name="建档，记下来").click()
    expect(page.get_by_text("1 条记录待上传")).to_be_visible()
    desk = browser.new_page()
    site.sign_in(desk, site.cast.wanbao)
    desk.goto(f"{site.url}/phones")
    desk.get_by_role("tab", name=re.compile("^手机")).click()
    desk.get_by_role("button", name="停用 李桂芝 的手机").click()
    desk.get_by_role("dialog").get_by_role("textbox").fill("手机丢了")
    desk.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(desk.get_by_text("已停用").first).to_be_visible()
    handheld.set_offline(False)
    expect(page.get_by_text("这部手机已被停用")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("孙一诺")).to_have_count(0)
    expect(page.get_by_role("link", name="紧急上报")).to_be_visible()
    tap(page, PIN)
    expect(page.get_by_text("这部手机已被停用")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("孙一诺")).to_have_count(0)
    desk.goto(f"{site.url}/phones")
    desk.get_by_role("button", name=re.compile("^处理")).first.click()
    expect(desk.get_by_role("dialog")).to_contain_text("孙一诺")
