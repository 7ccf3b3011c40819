"""A county sets up a register of papers, a township issues one by number, and shows years later what it issued."""

import pypdf
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys import Site, readable
from tests.test_journey_paper_and_complaint import CHILD, REGISTER, choose

pytestmark = pytest.mark.django_db


def words(path) -> str:
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def answered(page: Page, code: str, site: Site) -> None:
    """The school, which has no account, says in a browser of its own and without a script that the paper came."""
    browser = page.context.browser
    assert browser
    window = browser.new_context(java_script_enabled=False)
    school = window.new_page()
    school.goto(f"{site.url}/open/answer")
    school.get_by_label("签收码").fill(code)
    school.get_by_role("button", name="打开").click()
    expect(school.get_by_text("《儿童信息卡》")).to_be_visible()
    school.get_by_label("收到了", exact=True).check()
    school.get_by_label("您的姓名和单位").fill("张老师")
    school.get_by_role("button", name="提交").click()
    expect(school.get_by_role("status")).to_contain_text("已收到您的答复")
    window.close()


def test_a_paper_goes_out_by_number_and_its_copy_stays(site: Site, page: Page) -> None:
    site.sign_in(page, site.cast.antu)
    page.goto(f"{site.url}/paper-numbers")
    page.locator("[data-test=add-series]").click()
    dialog = page.locator("[data-test=series-dialog]")
    box = dialog.get_by_role("combobox", name="发文单位")
    box.click()
    box.fill("万宝镇")
    page.get_by_role("option").filter(has_text="万宝镇").first.click()
    dialog.get_by_label("机关代字").fill("万政民函")
    dialog.locator("[data-test=save-series]").click()
    expect(dialog).to_be_hidden()

    page.context.clear_cookies()
    site.sign_in(page, site.cast.wanbao)
    child = page.evaluate(REGISTER, CHILD)
    page.goto(f"{site.url}/children/{child}")
    page.locator("[data-test=print]").click()
    dialog = page.locator("[data-test=print-dialog]")
    choose(page, dialog, "交给", "学校")
    dialog.get_by_label("姓名或单位").fill("万宝镇中心小学")
    choose(page, dialog, "文号", "万政民函")
    dialog.get_by_label("用途").fill("办理入学")
    with page.expect_download() as found:
        dialog.locator("[data-test=print-make]").click()
    issued = words(found.value.path())
    assert "万政民函〔" in issued
    assert "幸福小区3号" in issued

    page.goto(f"{site.url}/paper-numbers")
    line = page.locator("[data-test=table-numbers] tbody tr").first
    expect(line).to_contain_text("1号")
    expect(line).to_contain_text("学校 万宝镇中心小学")
    readable(page)
    with page.expect_download() as found:
        line.locator("[data-test=copy]").click()
    assert words(found.value.path()) == issued
    page.goto(f"{site.url}/notices")
    page.locator("[data-test=prove]").click()
    dialog = page.locator("[data-test=proof-dialog]")
    proof: FilePayload = {"name": "送达回证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    dialog.get_by_label("选择文件").set_input_files(proof)
    dialog.locator("[data-test=save-proof]").click()
    expect(dialog).to_be_hidden()
    page.locator("[data-test=link]").click()
    dialog = page.locator("[data-test=link-dialog]")
    answered(page, dialog.locator("[data-test=link-code]").inner_text(), site)
    dialog.get_by_role("button", name="关闭", exact=True).click()
    expect(page.get_by_text("没有待送达的文书")).to_be_visible()
    page.get_by_text("已送达").click()
    told = page.locator("[data-test=table-notices] tbody tr")
    expect(told).to_contain_text("签收人：张老师")
    expect(told.get_by_role("link", name="送达回证.pdf")).to_be_visible()
    readable(page)

    page.goto(f"{site.url}/paper-numbers")
    expect(line).to_contain_text("电子送达")
    page.locator("[data-test=explain]").click()
    dialog = page.locator("[data-test=explain-dialog]")
    dialog.get_by_label("用到第几号").fill("3")
    dialog.get_by_label("用于什么").fill("系统上线前手工编号")
    dialog.locator("[data-test=save-explain]").click()
    expect(page.locator("[data-test=table-numbers] tbody tr")).to_have_count(3)
