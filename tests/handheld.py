"""A child director's phone in a real browser: what its owner does with it, said in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests import environment
from tests.cast import PASSWORD, XINLI, grant_of
from tests.journeys import QUIET, Site, obeying

# A busy machine seals and unseals slowly; what never comes fails later.
expect.set_options(timeout=20_000)
PIN, OTHER_PIN = "482915", "730164"
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "permissions": ["camera", "microphone"],
}


@contextmanager
def phone(playwright: Playwright, profile: Path, executable: str | None) -> Iterator[BrowserContext]:
    """A phone: a browser whose profile lies in a folder, so that closing and opening it again is switching it off and on."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=executable,
        args=[*QUIET, *CAMERA],
        **PHONE,
    )
    try:
        with obeying(context):
            yield context
    finally:
        context.close()


def tap(page: Page, pin: str) -> None:
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).click()


def sign_in(page: Page, site: Site, staff_number: str, pin: str) -> None:
    """First run on a phone, online."""
    begin_sign_in(page, site, staff_number, pin)
    expect(page.get_by_role("heading", name=re.compile("要办的事"))).to_be_visible(timeout=30_000)


def begin_sign_in(page: Page, site: Site, staff_number: str, pin: str) -> None:
    """The same, until the phone has all that it asks for."""
    page.goto(f"{site.url}/m/sign-in")
    page.get_by_label("工号或手机号").fill(staff_number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("设一个六位手机密码")).to_be_visible()
    tap(page, pin)
    expect(page.get_by_text("再输一次")).to_be_visible()
    tap(page, pin)


def unlock(page: Page, pin: str) -> None:
    expect(page.get_by_text("请输入六位手机密码")).to_be_visible()
    tap(page, pin)
    expect(page.get_by_role("navigation").get_by_text("今日")).to_be_visible(timeout=30_000)


def register(site: Site, blocker: Any, *names: str) -> dict[str, str]:
    """Children of 新立村, as the register has them: name → id."""
    from hutong.children.tests.factories import registered

    with _database_of_site(blocker):
        return {name: str(registered(name, place=XINLI, grant=grant_of(site.cast.wanbao))) for name in names}


def assign(site: Site, blocker: Any, title: str, text: str) -> None:
    """The supervisor tells the director of 新立村 to do something by today."""
    from hutong.accounts import context
    from hutong.duties import actions
    from hutong.ground import clock

    with _database_of_site(blocker), context.within(grant_of(site.cast.wanbao)) as grant:
        actions.assign(grant, XINLI, title, text, clock.today())


@contextmanager
def _database_of_site(blocker: Any) -> Iterator[None]:
    with blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            yield
        finally:
            environment.connect_to(environment.database_name("test"))


@contextmanager
def another(browser: Browser) -> Iterator[BrowserContext]:
    """One more phone, whose store ends with the test."""
    context = browser.new_context(**PHONE)
    try:
        yield context
    finally:
        context.close()


def all_sent(page: Page) -> None:
    """Nothing waits any more, nor is on its way: no record, no photo."""
    expect(page.locator("a.unsent")).to_have_count(0, timeout=30_000)


def visit(page: Page, name: str) -> None:
    """Open the visit page of a child from the duties of the day, and say how it was and who was seen."""
    page.get_by_role("link", name="今日").click()
    page.locator("[data-test=duty-A3-4]", has_text=name).get_by_role("link", name="去看孩子").click()
    expect(page.get_by_role("heading", name=f"去看{name}")).to_be_visible()
    page.get_by_role("radio", name="入户").click()
    page.get_by_role("checkbox", name="儿童本人").click()


def lies_on_disk(profile: Path, word: str) -> list[str]:
    """Files of a browser's profile in which a word stands, in either of the codes that Chromium writes."""
    wanted = (word.encode(), word.encode("utf-16-le"))
    found = [path for path in profile.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(code in path.read_bytes() for code in wanted)]
