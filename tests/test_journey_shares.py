"""A child beyond the place in a real browser: lent to the county of its hukou and to a department, opened in an emergency."""

from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import Page, expect

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.sharing.actions import give
from hutong.workforce import organisations
from tests import environment
from tests.cast import ANTU, NONGAN, XINLI, grant_of
from tests.journeys import Site, go

pytestmark = pytest.mark.django_db
WHY = "夜间派出所护送来站，核实监护人"


@pytest.fixture(scope="module")
def numbers(site: Site, django_db_blocker) -> dict[str, str]:
    """Three children of 新立村 by name: lent to 农安, lent to the police, lent to nobody; with their numbers."""
    with django_db_blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            return _children(site)
        finally:
            environment.connect_to(environment.database_name("test"))


def _children(site: Site) -> dict[str, str]:
    found = {}
    for name, lent in (("于天豪", "hukou"), ("李小红", "referral"), ("赵小军", "")):
        key = registered(place=XINLI, grant=grant_of(site.cast.wanbao), name=name, id_number=None)
        with context.within(grant_of(site.cast.antu)) as grant:
            child = Child.objects.within(grant).get(pk=key)
            found[name] = child.number
            if lent:
                _lend(grant, child, lent)
    return found


def _lend(grant: Grant, child: Child, kind: str) -> None:
    police = organisations.named(ANTU, Role.DEPARTMENT, "公安局")
    office = organisations.unit(grant, NONGAN) if kind == "hukou" else police
    assert office
    until = clock.now() + timedelta(30)
    give(grant, child, office, kind=kind, purpose="核对户籍和学籍", parts=["child", "hukou"], until=until)


def visit(site: Site, page: Page, path: str) -> None:
    page.goto(f"{site.url}{path}")


def test_the_county_of_the_hukou_reads_the_parts_and_the_living_county_sees_who(
    site: Site, page: Page, browser, numbers: dict[str, str]
) -> None:
    site.sign_in(page, site.cast.nongan)
    visit(site, page, "/shared")
    expect(page.get_by_text("赵小军")).to_have_count(0)
    page.get_by_role("link", name="于天豪").click()
    expect(page.locator("[data-test=shared-note]")).to_contain_text("户籍地查看，用途是核对户籍和学籍")
    expect(page.get_by_role("heading", name="儿童本人")).to_be_visible()
    expect(page.get_by_role("heading", name="实际照护人")).to_have_count(0)
    expect(page.get_by_text("现住址")).to_have_count(0)
    page.locator("[data-test=print]").click()
    expect(page.locator("[data-test=print-share]")).to_contain_text("没有授权的不在本件上")
    page.locator("#print-purpose").fill("核对户籍")
    with page.expect_download() as paper:
        page.locator("[data-test=print-make]").click()
    words = pypdf.PdfReader(paper.value.path()).pages[0].extract_text()
    assert "于天豪" in words
    assert "实际照护人" not in words
    address = page.url

    county = browser.new_context().new_page()
    site.sign_in(county, site.cast.antu)
    county.goto(address)
    county.locator("[data-test=show-looks]").click()
    looks = county.locator("[data-test=looks]")
    expect(looks).to_contain_text("农安县 民政部门 刘洋 按授权查看 （核对户籍和学籍）")
    expect(looks).to_contain_text("刘洋 打印档案 （打印儿童信息卡，交给本单位留存：核对户籍）")
    shares = county.locator("[data-test=shares]")
    shares.get_by_role("button", name="终止").click()
    county.get_by_role("dialog").get_by_role("textbox").fill("已核对完")
    county.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(shares).to_contain_text("终止：已核对完")
    page.reload()
    expect(page.locator("[data-test=shared-note]")).to_have_count(0)
    expect(page.get_by_text("没有找到").first).to_be_visible()


def test_an_emergency_opens_a_child_is_reported_and_noted(
    site: Site, page: Page, browser, numbers: dict[str, str]
) -> None:
    site.sign_in(page, site.cast.nongan)
    visit(site, page, "/shared")
    page.locator("[data-test=break-glass]").click()
    page.get_by_role("textbox", name="证件号码或护童编号").fill(numbers["赵小军"])
    page.get_by_role("textbox", name="儿童姓名").fill("赵小军")
    page.get_by_role("textbox", name="用途").fill(WHY)
    page.get_by_role("button", name="打开档案").click()
    expect(page.get_by_role("heading", name="赵小军")).to_be_visible()
    expect(page.locator("[data-test=shared-note]")).to_contain_text("紧急查看")
    expect(page.locator("[data-test=print]")).to_have_count(0)

    county = browser.new_context().new_page()
    site.sign_in(county, site.cast.antu)
    notice = county.locator("[data-test=glass-notice]")
    expect(notice).to_contain_text("有 1 次紧急查看需要您确认")
    notice.get_by_role("link").click()
    expect(county.get_by_text(WHY)).to_be_visible()
    county.get_by_role("button", name="确认知悉").click()
    expect(county.get_by_text("金哲洙已知悉")).to_be_visible()
    visit(site, county, "/")
    expect(county.get_by_role("heading").first).to_be_visible()
    expect(county.locator("[data-test=glass-notice]")).to_have_count(0)


def test_a_department_finds_the_children_transferred_to_it_and_no_other(
    site: Site, page: Page, numbers: dict[str, str]
) -> None:
    site.sign_in(page, site.cast.police)
    go(page, "儿童")
    page.get_by_role("link", name="李小红").click()
    expect(page.locator("[data-test=shared-note]")).to_contain_text("转介")
    page.get_by_role("link", name="回到转来的儿童").click()
    expect(page.get_by_text("共 1 条")).to_be_visible()
    for name in ("于天豪", "赵小军"):
        expect(page.get_by_text(name)).to_have_count(0)
