"""The child director's day on the phone, in a real browser: without signal, locked, shared, sent when the signal is back."""

import re

import pytest
from playwright.sync_api import expect

from tests.handheld import OTHER_PIN, PIN, all_sent, assign, lies_on_disk, phone, register, sign_in, tap, unlock, visit
from tests.journeys import Site, search

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def village(site: Site, django_db_blocker) -> dict[str, str]:
    """Six children of 新立村, and a task for its director."""
    assign(site, django_db_blocker, "开学前通知", "逐户通知返校日期，没有回来的记下去向")
    names = ["郭宇志", "李思远", "朴美玲", "王梓涵", "赵子轩", "买买提·艾力"]
    return register(site, django_db_blocker, *names)


def test_a_day_without_signal(site: Site, village, playwright, browser, browser_type_launch_args, tmp_path) -> None:
    chromium = browser_type_launch_args["executable_path"]
    with phone(playwright, tmp_path, chromium) as context:
        page = context.pages[0]
        sign_in(page, site, site.cast.director.staff_number, PIN)
        expect(page.locator("[data-test=duty-A3-4]")).to_have_count(6)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        context.set_offline(True)

        visit(page, "郭宇志")
        page.get_by_role("radiogroup", name="情绪").get_by_role("radio", name="有问题").click()
        page.get_by_role("textbox", name="情绪的说明").fill("晚上一个人哭")
        for topic in ("生活保障", "家庭监护", "就学", "身体健康", "安全"):
            page.get_by_role("radiogroup", name=topic).get_by_role("radio", name="正常").click()
        page.get_by_role("textbox", name="孩子自己怎么说").fill("想妈妈，妈妈什么时候回来")
        page.get_by_role("button", name="说一说：孩子自己怎么说").click()
        expect(page.get_by_role("button", name=re.compile("孩子自己怎么说"))).to_contain_text("说完了（1秒）")
        page.get_by_role("button", name=re.compile("孩子自己怎么说")).click()
        expect(page.get_by_text("录好了")).to_be_visible()
        page.get_by_text("还要记别的").click()
        page.get_by_role("button", name="拍照（可以不拍）").click()
        page.locator("video").evaluate("v => v.videoWidth || new Promise(done => v.onloadeddata = () => done(1))")
        page.get_by_role("button", name="拍下来").click()
        expect(page.get_by_text(re.compile(r"照片 2（\d+ KB）"))).to_be_visible()
        page.get_by_role("button", name="记下来").click()
        expect(page.get_by_text("记下了：去看过郭宇志")).to_be_visible()

        for name in ("李思远", "朴美玲", "王梓涵", "赵子轩"):
            visit(page, name)
            page.get_by_role("button", name="没有变化").click()
            page.get_by_role("button", name="记下来").click()
            expect(page.get_by_text(f"记下了：去看过{name}")).to_be_visible()
        expect(page.locator("[data-test=duty-A3-4]")).to_have_count(1)

        page.get_by_role("link", name="孩子", exact=True).click()
        page.get_by_placeholder("姓名、拼音或首字母").fill("mmt")
        page.locator("a.one", has_text="买买提·艾力").click()
        page.get_by_role("link", name="有变化").click()
        page.get_by_role("link", name="换了照护人，或照护人有变化").click()
        page.get_by_label("姓名").fill("阿依古丽")
        page.get_by_role("button", name="记下来").click()
        expect(page.get_by_text("这个孩子有记录还没上传")).to_be_visible()

        page.get_by_role("link", name="孩子", exact=True).click()
        page.get_by_role("link", name="新建一个孩子的档案").click()
        page.get_by_label("姓名（要填）").fill("孙一诺")
        page.get_by_role("radiogroup", name="性别").get_by_role("radio", name="女").click()
        page.get_by_label("出生日期（要填）").fill("2019-05-06")
        page.get_by_role("button", name="建档，记下来").click()
        expect(page.get_by_role("heading", name="孙一诺")).to_be_visible()
        expect(page.get_by_text("7 条记录待上传，有网后自动上传")).to_be_visible()

        page.reload()
        unlock(page, PIN)
        expect(page.get_by_text("7 条记录待上传")).to_be_visible()

    for word in ("郭宇志", "想妈妈", "晚上一个人哭", "13844330001", "阿依古丽", "孙一诺"):
        assert lies_on_disk(tmp_path, word) == [], word

    with phone(playwright, tmp_path, chromium) as context:
        page = context.pages[0]
        page.goto(f"{site.url}/m/")
        unlock(page, PIN)
        all_sent(page)

    desk = browser.new_context().new_page()
    site.sign_in(desk, site.cast.wanbao)
    desk.goto(f"{site.url}/children/{village['郭宇志']}")
    expect(desk.get_by_text("想妈妈，妈妈什么时候回来")).to_be_visible()
    desk.goto(f"{site.url}/children/{village['买买提·艾力']}")
    expect(desk.get_by_text("阿依古丽").first).to_be_visible()
    search(desk, site, "孙一诺")
    expect(desk.get_by_text("孙一诺").first).to_be_visible()
    desk.goto(f"{site.url}/duties?clause=A3-4&state=done")
    expect(desk.get_by_text("共 5 条")).to_be_visible()
    desk.goto(f"{site.url}/phones?tab=arrived")
    expect(desk.locator("[data-test=arrived] tbody tr")).to_have_count(5)
    desk.get_by_role("button", name="看 郭宇志 的走访内容").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("晚上一个人哭")
    dialog.locator("audio").evaluate("a => a.play()")
    assert dialog.locator("img").evaluate("i => i.decode().then(() => i.naturalWidth)") > 100
    dialog.get_by_role("link", name="打开档案").click()
    expect(desk.get_by_role("heading", name="郭宇志")).to_be_visible()


def test_what_the_township_told_her_to_do_she_reports_with_a_sentence(
    site: Site, village, playwright, browser, browser_type_launch_args, tmp_path
) -> None:
    with phone(playwright, tmp_path, browser_type_launch_args["executable_path"]) as context:
        page = context.pages[0]
        sign_in(page, site, site.cast.director.staff_number, PIN)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        context.set_offline(True)
        page.get_by_role("link", name="填写办理情况").click()
        expect(page.get_by_text("逐户通知返校日期，没有回来的记下去向")).to_be_visible()
        page.get_by_label("办得怎么样").fill("六户都通知到了，买买提家还在县城")
        page.get_by_role("button", name="办好了，上报").click()
        expect(page.get_by_text("已上报：交办任务")).to_be_visible()
        expect(page.locator("[data-test=duty-A3-1]")).to_have_count(0)
        context.set_offline(False)
        all_sent(page)

    desk = browser.new_context().new_page()
    site.sign_in(desk, site.cast.wanbao)
    desk.goto(f"{site.url}/decisions")
    expect(desk.get_by_text("六户都通知到了，买买提家还在县城")).to_be_visible()


def test_a_phone_that_two_people_share(
    site: Site, village, playwright, browser, browser_type_launch_args, tmp_path
) -> None:
    """Five wrong PINs, the red button on the locked screen, and a second user beside a first one's full outbox."""
    chromium = browser_type_launch_args["executable_path"]
    with phone(playwright, tmp_path, chromium) as context:
        page = context.pages[0]
        sign_in(page, site, site.cast.director.staff_number, PIN)
        context.set_offline(True)
        page.get_by_role("link", name="孩子", exact=True).click()
        page.locator("a.one", has_text="郭宇志").click()
        page.get_by_role("button", name="核实无误").click()
        expect(page.get_by_text("1 条记录待上传")).to_be_visible()
        page.get_by_role("link", name="我的").click()
        page.get_by_role("button", name="锁上").click()
        for _ in range(4):
            tap(page, "000001")
            expect(page.get_by_text(re.compile("手机密码不对，还能试"))).to_be_visible()
        tap(page, "000001")
        expect(page.get_by_text("手机密码错了五次")).to_be_visible()
        page.reload()
        expect(page.get_by_text("郭宇志")).to_have_count(0)

        page.get_by_role("link", name="紧急上报").click()
        expect(page.get_by_role("link", name="打 110 报警")).to_have_attribute("href", "tel:110")
        page.get_by_label("出了什么事").fill("邻居家的孩子被打伤了")
        page.get_by_role("button", name="上报", exact=True).click()
        expect(page.get_by_text("一有网就自动发出去")).to_be_visible()

        # A server that has room for the words alone: they arrive, and nothing is lost.
        answers = iter([lambda route: route.fulfill(status=413, json={"message": "内容太长", "code": "too_large"})])
        context.route("**/sync/urgent", lambda route: next(answers, lambda one: one.continue_())(route))
        context.set_offline(False)
        sign_in(page, site, site.cast.neighbour.staff_number, OTHER_PIN)
        expect(page.get_by_text("郭宇志")).to_have_count(0)
        expect(page.get_by_text("待上传")).to_have_count(0)

        sign_in(page, site, site.cast.director.staff_number, PIN)
        all_sent(page)
    desk = browser.new_context().new_page()
    site.sign_in(desk, site.cast.wanbao)
    desk.goto(f"{site.url}/children/{village['郭宇志']}")
    expect(desk.get_by_text("核实档案，没有变化")).to_be_visible()
    desk.goto(f"{site.url}/urgent")
    desk.get_by_role("button", name="打开").first.click()
    expect(desk.get_by_text("邻居家的孩子被打伤了")).to_be_visible()
    assert next(answers, None) is None, "the server was asked for the whole first"
    assert lies_on_disk(tmp_path, "邻居家的孩子被打伤了") == []
