"""Every desk in a real browser: a department, a welfare institution and a body find their own sentence and what they owe, and do it;
what is new rings on desk and phone; the administrator lets it out by a gateway that is not always up."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from hutong.accounts import context, grants
from hutong.accounts.permissions import Role
from hutong.alarms.tests.gateway import Gateway
from hutong.ground import clock
from hutong.workforce.actions import Appointment, appoint
from tests import day, environment
from tests.cast import ANTU, PASSWORD
from tests.handheld import PIN, another, assign, sign_in
from tests.journeys import Site, go, readable

pytestmark = pytest.mark.django_db
NARROW: ViewportSize = {"width": 390, "height": 844}
DESKS = {
    "police": ("公安局", "公安部门要及时受理有关报告，第一时间出警"),
    "welfare": ("安图县儿童福利院", "探索开展农村留守儿童、困境儿童、散居孤儿、社会残疾儿童及其家庭的临时照料"),
    "body": ("安图县春苗社会工作服务中心", "要支持相关社会组织加强专业化、精细化、精准化服务能力建设"),
}


@pytest.fixture(scope="module")
def desks(site: Site, django_db_blocker) -> Site:
    """The site with a welfare institution and a body beside the police, and a task for a director."""
    added = {"welfare": Role.WELFARE_INSTITUTION, "body": Role.PARTNER}
    wanted = [
        Appointment(ANTU, role, "姜银珠", phone=f"1390443900{n}", password=PASSWORD, organisation=DESKS[key][0])
        for n, (key, role) in enumerate(added.items())
    ]
    with django_db_blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            with clock.at(day.APPOINTED), context.within(grants.system()) as grant:
                done = appoint(grant, wanted)
        finally:
            environment.connect_to(environment.database_name("test"))
    for key, one in zip(added, done, strict=True):
        setattr(site.cast, key, one.post.person)
    assign(site, django_db_blocker, "开学前通知", "逐户通知返校日期")
    return site


def give(site: Site, page: Page, name: str, title: str) -> None:
    """The county tells an organisation to do something, on the screen."""
    site.sign_in(page, site.cast.antu)
    go(page, "今天", "免办和交办")
    page.get_by_role("button", name="交办任务").click()
    dialog = page.locator("[data-test=assign-dialog]")
    dialog.get_by_text("部门、机构或社会组织").click()
    dialog.get_by_role("combobox", name="交给谁").click()
    page.get_by_role("option", name=name).click()
    dialog.get_by_label("任务", exact=True).fill(title)
    dialog.get_by_label("要求").fill("请告知办理情况")
    dialog.get_by_label("完成期限").fill(str(clock.today() + timedelta(5)))
    dialog.get_by_label("完成期限").press("Enter")
    dialog.get_by_role("button", name="交办任务").click()
    expect(page.locator("[data-test=tasks]")).to_contain_text(title)


@pytest.mark.parametrize("key", DESKS)
def test_it_finds_its_sentence_what_it_owes_and_until_when_and_does_it(
    desks: Site, page: Page, browser, key: str
) -> None:
    name, words = DESKS[key]
    title = f"核对名单（{name}）"
    give(desks, page, name, title)

    office = browser.new_context(viewport=NARROW, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = office.new_page()
    desks.sign_in(desk, getattr(desks.cast, key))
    owed = desk.locator("[data-test=owed]")
    expect(owed).to_contain_text(words)
    expect(owed.locator("[data-test=figure-due]")).to_contain_text("1")
    expect(owed).to_contain_text("还有 5 天")
    expect(desk.locator("[data-test=bell]")).to_contain_text("1")
    assert desk.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    desk.set_viewport_size({"width": 1440, "height": 900})
    readable(desk)

    owed.locator("[data-test=figure-due]").click()
    expect(desk.get_by_text("共 1 条")).to_be_visible()
    expect(desk.get_by_role("row", name=title)).to_contain_text(name)
    desk.goto(f"{desks.url}/")
    owed.get_by_role("link", name=title).click()
    desk.get_by_role("button", name="办结").click()
    desk.get_by_role("dialog").get_by_role("textbox").fill("已核对，都在")
    desk.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(desk.locator("[data-test=tasks]")).to_contain_text("已核对，都在")
    desk.goto(f"{desks.url}/")
    expect(owed.locator("[data-test=figure-done]")).to_contain_text("1")
    expect(owed.locator("[data-test=figure-due]")).to_contain_text("0")
    page.reload()
    expect(page.locator("[data-test=tasks]")).to_contain_text("已核对，都在")
    office.close()


def test_a_channel_is_added_tried_and_its_secret_never_shown_again(desks: Site, page: Page) -> None:
    gateway = Gateway()
    desks.sign_in(page, desks.cast.administrator)
    go(page, "工具", "通知渠道")
    page.locator("[data-test=add-channel]").click()
    dialog = page.locator("[data-test=channel-dialog]")
    dialog.get_by_label("名称").fill("省厅短信网关")
    dialog.get_by_role("combobox", name="发到").click()
    page.get_by_role("option", name="接口（不加密）").click()
    dialog.get_by_label("接口地址").fill(f"127.0.0.1:{gateway.port}/hook-secret")
    dialog.get_by_role("button", name="保存").click()
    ways = page.locator("[data-test=channels]")
    expect(ways).to_contain_text("省厅短信网关")
    readable(page)
    gateway.up()
    try:
        ways.get_by_role("button", name="发测试消息").click()
        refresh(page, "最近发出")
    finally:
        gateway.kill()
    assert tried(gateway) == ["这是护童的测试消息。收到它，说明这个通知渠道能用。"]
    assert "hook-secret" not in page.content()

    ways.get_by_role("button", name="发测试消息").click()
    refresh(page, "没有发成，会自动再发")
    gateway.up()
    try:
        ways.get_by_role("button", name="现在重发").click()
        page.wait_for_timeout(500)
        for _ in range(60):
            if len(tried(gateway)) == 2:
                break
            page.wait_for_timeout(1000)
    finally:
        gateway.kill()
    assert len(tried(gateway)) == 2
    page.set_viewport_size(NARROW)
    page.reload()
    expect(page.locator("[data-test=channels]")).not_to_contain_text("待发送")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def tried(gateway: Gateway) -> list[str]:
    """The trial messages that came; what the tests before gave to do may leave by the new channel beside them."""
    return [one["message"] for one in gateway.got if "测试消息" in one["message"]]


def refresh(page: Page, words: str) -> None:
    """Look again until the worker, who comes every quarter of a minute, has been there."""
    for _ in range(60):
        if page.locator("[data-test=channels]").get_by_text(words).count():
            return
        page.wait_for_timeout(1000)
        page.locator("[data-test=refresh]").click()
    raise AssertionError(words)


def test_the_bell_rings_on_the_phone_and_says_the_last_known_without_signal(desks: Site, page: Page, browser) -> None:
    with another(browser) as handheld:
        phone = handheld.new_page()
        sign_in(phone, desks, desks.cast.director.staff_number, PIN)
        bell = phone.locator("[data-test=bell]")
        expect(bell).to_have_accessible_name("新事项，1 条未读")
        phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
        handheld.set_offline(True)
        bell.click()
        expect(phone.locator("[data-test=alarms]")).to_contain_text("有1项交办任务待办理")
        expect(phone.get_by_text("没有信号时看到的是上次联网时的")).to_be_visible()
        readable(phone)
        phone.get_by_role("link", name="去看要办的事").click()
        expect(bell).to_have_accessible_name("新事项，1 条未读")
        handheld.set_offline(False)
        bell.click()
        expect(phone.locator("[data-test=alarms]")).to_contain_text("有1项交办任务待办理")
        phone.get_by_role("link", name="去看要办的事").click()
        expect(bell).to_have_accessible_name("新事项，0 条未读")
    desks.sign_in(page, desks.cast.director)
    page.locator("[data-test=bell]").click()
    expect(page.locator("[data-test=alarms]")).to_contain_text("有1项交办任务待办理")
    expect(page.locator("[data-test=read-all]")).to_have_count(0)
