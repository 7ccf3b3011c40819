"""The main job in a real browser: a supervisor's ledger becomes children, duties, a visit, and figures above."""

import io
import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from hutong.children.age import birthday
from hutong.ground import clock
from tests.journeys import Site, search, unfold

LEDGERS = Path(__file__).parent / "ledgers"
pytestmark = pytest.mark.django_db


def figures(page: Page, clause: str) -> dict[str, int]:
    """Due, done and overdue of one numbered line of the home page."""
    line = page.locator(f"[data-test=line-{clause}]")
    expect(line).to_be_visible()
    return {
        name: int(line.locator(f"[data-test=figure-{name}]").inner_text().split()[0])
        for name in ("due", "done", "overdue")
    }


def due(page: Page, site: Site) -> int:
    """How many visits the list says are due."""
    page.goto(f"{site.url}/duties?clause=A3-4&state=due")
    total = page.get_by_text(re.compile(r"^共 \d+ 条"))
    expect(total).to_be_visible()
    return int(total.inner_text().split()[1])


def ledger_is_young() -> bool:
    """Whether all of the ledger's left-behind children are under 16 today: whoever has turned 16 is owed no visit."""
    rows = json.loads((LEDGERS / "wanbao-again.xlsx.key.json").read_text())["rows"]
    return all(clock.today() < birthday(date.fromisoformat(row["child"]["birth_date"]), 16) for row in rows)


def drop(page: Page, site: Site, name: str) -> None:
    """Drop a ledger and wait until it was checked."""
    page.goto(f"{site.url}/ledgers")
    page.locator("input[type=file]").set_input_files(LEDGERS / name)
    expect(page.get_by_role("button", name="确认导入")).to_be_visible(timeout=60_000)


def confirm(page: Page) -> None:
    """Confirm the import and wait until it was written."""
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("dialog").get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("台账已导入")).to_be_visible(timeout=60_000)


def test_from_ledger_to_duty(site: Site, page: Page, browser) -> None:
    site.sign_in(page, site.cast.wanbao)
    drop(page, site, "wanbao-clean.xlsx")
    expect(page.get_by_role("tab", name="新增 60")).to_be_visible()
    confirm(page)

    drop(page, site, "wanbao-again.xlsx")
    expect(page.get_by_role("tab", name="新增 1")).to_be_visible()
    page.get_by_role("tab", name="变更 2").click()
    expect(page.get_by_text("杨涵玲")).to_be_visible()
    expect(page.get_by_text("135••••1795")).to_be_visible()
    confirm(page)

    county = browser.new_context().new_page()
    site.sign_in(county, site.cast.antu)
    before = figures(county, "A1-3")
    owed = due(page, site)
    assert owed == 61 or not ledger_is_young()

    search(page, site, "guoyuzhi")
    page.get_by_role("link", name="郭宇志").or_(page.get_by_text("郭宇志")).first.click()
    expect(page.get_by_role("heading", name="郭宇志")).to_be_visible()
    unfold(page)
    expect(page.get_by_text("2224••••••••••4852")).to_be_visible()
    page.locator(".page").get_by_role("link", name="走访", exact=True).click()
    page.get_by_role("radio", name="入户").click()
    page.get_by_role("checkbox", name="儿童本人").click()
    page.get_by_role("button", name="没有变化").click()
    page.get_by_role("button", name="记下这次走访").click()
    expect(page.get_by_text(re.compile("入户走访")).first).to_be_visible()

    assert due(page, site) == owed - 1
    page.goto(f"{site.url}/duties?clause=A3-4&state=done")
    expect(page.get_by_text("共 1 条")).to_be_visible()
    expect(page.get_by_role("link", name="郭宇志")).to_be_visible()
    county.reload()
    after = figures(county, "A1-3")
    assert after == before | {"due": before["due"] - 1, "done": before["done"] + 1}


def test_the_messy_ledger_comes_back_coloured(site: Site, page: Page) -> None:
    site.sign_in(page, site.cast.kaoshan)
    drop(page, site, "kaoshan-messy.xlsx")
    expect(page.get_by_role("tab", name="新增 18")).to_be_visible()
    page.get_by_role("tab", name="退回 9").click()
    expect(page.get_by_text("校验").first).to_be_visible()
    with page.expect_download() as download:
        page.locator("[data-test=problems]").click()
    content = Path(download.value.path()).read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Sheet1"]
    commented = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert {"F16", "F17", "F18", "B21", "C22", "H23"} <= set(commented)


def test_changbaishan_and_antu_each_see_their_own(site: Site, page: Page, browser) -> None:
    site.sign_in(page, site.cast.changbaishan)
    expect(page.get_by_text("池北区").first).to_be_visible()
    expect(page.get_by_text("安图县")).to_have_count(0)
    antu = browser.new_context().new_page()
    site.sign_in(antu, site.cast.antu)
    expect(antu.get_by_text("万宝镇").first).to_be_visible()
    expect(antu.get_by_text("池北区")).to_have_count(0)
