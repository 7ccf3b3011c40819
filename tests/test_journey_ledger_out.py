"""A2-3 in a browser: the township's ledger goes out in the office layout, balanced, and comes in again unchanged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from playwright.sync_api import expect

from tests import environment
from tests.cast import JIANGBEI, XINLI
from tests.journeys import Site, go

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db

LONG = "家住村东头，" * 60
# name, what else the file says: a formula, a name with a dot, a rare character, a text as long as a cell of an office.
CHILDREN: list[tuple[str, int, dict[str, Any]]] = [
    ("张小明", XINLI, {"id_number": "222426201803040014", "remark": "=HYPERLINK(\"http://x\",\"点\")"}),
    ("艾力·江", XINLI, {"id_number": "222426201803040030", "remark": "+86 手机常关机"}),
    ("王㐂", JIANGBEI, {"id_number": "222426201803040057", "remark": LONG}),
    ("李小花", JIANGBEI, {"sex": "female", "id_kind": "none", "remark": "@上月刚落户"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def children(site: Site, django_db_blocker) -> None:
    """Four left-behind children of 万宝镇 with texts that have broken spreadsheets elsewhere."""
    from hutong.children.tests.factories import registered

    with django_db_blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            for name, place, more in CHILDREN:
                registered(
                    name, place=place, on=date(2024, 3, 1), care_reason="both_away", hukou_nature="rural", **more
                )
        finally:
            environment.connect_to(environment.database_name("test"))


def exported(page: Page, site: Site, into: Path) -> Path:
    """The 信息台账 of the township with numbers in full, as the supervisor downloads it."""
    page.goto(f"{site.url}/exports")
    page.locator("[data-test=layout-township-ledger]").click()
    page.locator("[data-test=full]").click()
    page.get_by_label("用途").fill("报送县民政局")
    page.locator("[data-test=make-export]").click()
    made = page.locator("[data-test=export-progress]")
    expect(made).to_contain_text("导出完了，共 4 行", timeout=30_000)
    with page.expect_download() as download:
        page.locator("[data-test=fetch]").click()
    assert "信息台账" in download.value.suggested_filename
    path = into / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_townships_ledger_goes_out_balanced_and_comes_in_again_unchanged(
    site: Site, children: None, page: Page, tmp_path: Path
) -> None:
    site.sign_in(page, site.cast.wanbao)
    go(page, "台账报表", "平衡关系")
    expect(page.locator("[data-test=balanced]")).to_contain_text("各组都平衡")
    for equation in page.locator("[data-test=equations] > li").all():
        total, *parts = [int(figure.inner_text().split()[-1]) for figure in equation.locator(".sum b").all()]
        assert total == 4 == sum(parts), equation.inner_text()

    path = exported(page, site, tmp_path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "万宝镇农村留守儿童和困境儿童信息台账"
    assert "填报单位：万宝镇（盖章）" in str(rows[1][0])
    assert {"A1:U1", "A3:A5", "J3:L3"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert "填表人" in str(rows[-1][0])
    written = {row[2]: row for row in rows[6:10]}
    assert set(written) == {name for name, *_ in CHILDREN}
    assert written["张小明"][6] == "222426201803040014"
    assert written["王㐂"][20] == LONG, "nothing is cut"
    assert [written[name][20] for name in ("张小明", "艾力·江", "李小花")] == [
        "'=HYPERLINK(\"http://x\",\"点\")", "'+86 手机常关机", "'@上月刚落户"
    ]  # fmt: skip
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)

    page.goto(f"{site.url}/ledgers")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("tab", name="不变 4")).to_be_visible(timeout=60_000)
    for outcome in ("新增 0", "变更 0", "重复 0", "退回 0"):
        expect(page.get_by_role("tab", name=outcome)).to_be_visible()
    expect(page.get_by_text("和系统里的完全一样，没有要写入的")).to_be_visible()
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
