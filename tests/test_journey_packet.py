"""A child goes to another deployment by an encrypted file, in a real browser at both ends: its own server, database and
keys there; the child leaves the first register only with the receipt, and the whole file stands in the second."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests import environment
from tests.cast import grant_of
from tests.journeys import Site, running, search, unfold

pytestmark = pytest.mark.django_db
NUMBER = "220122201307306799"
VILLAGE = "220122103200"
APPOINT = """
from hutong.config.commands import common
common.boot()
from tests.cast import appoint_all
made = appoint_all()
print(made.nongan.staff_number, made.jilin.staff_number)
"""


@pytest.fixture(scope="module")
def elsewhere(site: Site, tmp_path_factory, django_db_blocker) -> Iterator[Site]:
    """A second deployment: another database, another data folder, keys that it makes itself."""
    with django_db_blocker.unblock():
        address = environment.new_database(environment.database_name("elsewhere"))
        environ = {
            **os.environ,
            "DATABASE_URL": address,
            "HUTONG_APP_DATABASE_URL": environment.as_application(address),
            "HUTONG_DATA": str(tmp_path_factory.mktemp("elsewhere")),
            "HUTONG_POSTGRES": "",
        }
        numbers = subprocess.check_output([sys.executable, "-c", APPOINT], env=environ, text=True).split()
    nongan, jilin = (SimpleNamespace(staff_number=number) for number in numbers)
    with running(SimpleNamespace(nongan=nongan, jilin=jilin), environ) as second:
        yield second


@pytest.fixture(scope="module")
def child(site: Site, django_db_blocker) -> str:
    """黄佑俊 of 新立村: with a number, in two categories, visited twice."""
    from datetime import date, timedelta

    from hutong.accounts import context
    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.models import Child
    from hutong.children.tests.factories import registered
    from hutong.ground import clock

    with django_db_blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            early = clock.today() - timedelta(60)
            who = grant_of(site.cast.wanbao)
            both = ["left_behind", "poor_family"]
            made = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER, categories=both, grant=who, on=early)
            with context.within(grant_of(site.cast.director)) as grant:
                row = Child.objects.within(grant).get(pk=made)
                record_visit(grant, row, NewVisit(early, "home", no_change=True, words="想妈妈"))
                record_visit(grant, row, NewVisit(early + timedelta(20), "school", no_change=True, words="想上学"))
            return str(made)
        finally:
            environment.connect_to(environment.database_name("test"))


def own_key(page: Page, site: Site) -> tuple[str, str]:
    """What an office reads out to the other: its public key and the fingerprint."""
    page.goto(f"{site.url}/packets")
    page.get_by_role("tab", name="收件方").click()
    line = page.locator("[data-test=own-key]")
    expect(line).to_contain_text("HTK1.")
    return line.inner_text(), page.locator("[data-test=own-fingerprint]").inner_text()


def enter(page: Page, name: str, key: str, fingerprint: str) -> None:
    """On the same tab: the other's key, its fingerprint compared by telephone."""
    page.get_by_label("对方公钥").fill(key)
    page.get_by_label("对方公钥").blur()
    expect(page.locator("[data-test=fingerprint]")).to_have_text(fingerprint)
    page.get_by_label("单位名称").fill(name)
    page.get_by_label("与谁电话核对").fill("王科长")
    page.locator("[data-test=add-partner]").click()
    expect(page.locator("[data-test=partners]")).to_contain_text(name)


def confirm(site: Site, browser, name: str) -> None:
    """At the province somebody else compares the fingerprint too."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    site.sign_in(page, site.cast.jilin)
    page.goto(f"{site.url}/packets")
    page.get_by_role("tab", name="收件方").click()
    expect(page.locator("[data-test=partners]")).to_contain_text("等待省级复核")
    page.locator("[data-test=confirm-partner]").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("总机转王科长")
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.locator("[data-test=partners]")).to_contain_text("与总机转王科长核对")
    page.context.close()


def saved(page: Page, button: str, folder: Path) -> Path:
    """A download, under the name it is offered with."""
    with page.expect_download() as download:
        page.locator(f"[data-test={button}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def listed(page: Page, site: Site, count: int) -> None:
    """Whether the register of the place shows the child."""
    search(page, site, "黄佑俊")
    expect(page.locator("main").get_by_role("link", name="黄佑俊")).to_have_count(count)


def test_a_file_goes_to_another_deployment_and_its_receipt_comes_back(
    site: Site, elsewhere: Site, child: str, page: Page, browser, tmp_path: Path
) -> None:
    there = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True).new_page()
    site.sign_in(page, site.cast.antu)
    elsewhere.sign_in(there, elsewhere.cast.nongan)
    ours, theirs = own_key(page, site), own_key(there, elsewhere)
    assert ours != theirs
    enter(page, "农安县民政局", *theirs)
    enter(there, "安图县民政局", *ours)
    confirm(site, browser, "农安县民政局")
    confirm(elsewhere, browser, "安图县民政局")

    page.goto(f"{site.url}/children/{child}")
    page.locator("[data-test=move]").click()
    page.get_by_role("tab", name="系统外", exact=True).click()
    page.get_by_role("combobox", name="收件方").click()
    page.get_by_role("option", name="农安县民政局").click()
    expect(page.get_by_text("与总机转王科长核对")).to_be_visible()
    page.locator("#packet-reason").fill("随父母去外省居住")
    page.locator("[data-test=make-packet]").click()
    packet = saved(page, "packet-file", tmp_path)
    assert packet.suffix == ".htp"
    assert NUMBER not in packet.read_text()
    listed(page, site, 1)

    there.goto(f"{elsewhere.url}/packets")
    there.get_by_role("tab", name="转入").click()
    there.locator("[data-test=packet] input").set_input_files(packet)
    expect(there.get_by_role("heading", name="转入档案 黄佑俊")).to_be_visible()
    expect(there.get_by_text("安图县民政局").first).to_be_visible()
    village = there.get_by_role("combobox", name="现住村（居）")
    village.click()
    village.fill(VILLAGE)
    there.get_by_role("option", name=re.compile("靠山村")).first.click()
    there.locator("[data-test=receive]").click()
    receipt = saved(there, "receipt-file", tmp_path)
    listed(page, site, 1)

    page.goto(f"{site.url}/packets")
    page.locator("[data-test=receipt] input").set_input_files(receipt)
    expect(page.locator("[data-test=sent]")).to_contain_text("对方已接收")
    listed(page, site, 0)
    page.goto(f"{site.url}/children/{child}")
    expect(page.get_by_text("已转出到农安县民政局").first).to_be_visible()

    there.get_by_role("link", name="打开这份档案").click()
    expect(there.locator("[data-test=child-head]")).to_contain_text("黄佑俊")
    for tag in ("留守", "贫困"):
        expect(there.locator("[data-test=child-head]")).to_contain_text(tag)
    unfold(there)
    for words in ("想妈妈", "想上学", "万宝镇中心小学"):
        expect(there.get_by_text(words).first).to_be_visible()
    listed(there, elsewhere, 1)
