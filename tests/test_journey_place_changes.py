"""公主岭 goes to 长春 in a real browser: looked at, confirmed, and found under its old code."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import Site

pytestmark = pytest.mark.django_db
UNDER_SIPING = [
    "划转",
    "220184",
    "--parent",
    "2203",
    "--code",
    "220381000000",
    "--document",
    "准备",
    "--reason",
    "2020年以前",
]


def test_gongzhuling_moves_to_changchun(site: Site, page: Page) -> None:
    command = [sys.executable, "-m", "hutong", "places", "change", *UNDER_SIPING, "--confirm"]
    done = subprocess.run(command, env=site.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout

    site.sign_in(page, site.cast.administrator)
    page.goto(f"{site.url}/place-changes")
    page.locator("[data-test=new-change]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("划转", exact=True).click()
    _choose(page, "变更的单位", "公主岭市")
    _choose(page, "划入的上级", "长春市")
    dialog.get_by_label("新代码").fill("220184000000")
    dialog.get_by_role("button", name="预览").click()
    expect(page.locator("[data-test=change-preview]")).to_contain_text("公主岭市从四平市划到长春市")
    dialog.get_by_label("文号").fill("吉政函〔2020〕56号")
    dialog.get_by_label("理由").fill("公主岭市由长春市代管")
    dialog.get_by_role("button", name="确认办理").click()
    row = page.locator("[data-test=changes]").get_by_role("row").filter(has_text="吉政函〔2020〕56号")
    expect(row).to_contain_text("220381000000")

    found = subprocess.run(
        [sys.executable, "-m", "hutong", "places", "find", "220381"], env=site.environ, capture_output=True, text=True
    )
    assert found.stdout.startswith("220184000000")


def _choose(page: Page, label: str, name: str) -> None:
    page.get_by_role("dialog").get_by_label(label).first.click()
    page.keyboard.type(name)
    page.get_by_role("option", name=name).first.click()
