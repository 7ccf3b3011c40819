"""A running Hutong for browser tests: its own database with the cast, web server and worker, on a free port."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserType

from hutong.config.serving import WEB
from tests import day, environment
from tests.cast import PASSWORD, appoint_all
from tests.ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page

    from hutong.accounts.models import Person

# Playwright's plain interface keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Playwright's own clock replaces timers too, and loses them when it is set again on a page whose clock was moved.
MOVED = """(() => {
  const first = globalThis.movedBy === undefined, Real = Date;
  globalThis.movedBy = %d;
  if (first) globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + movedBy); }
    static now() { return Real.now() + movedBy; }
  };
})()"""
# What turns for ever, as a sign of loading does, is not waited for.
SETTLED = """async () => {
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
}"""
QUIET = ["--no-sandbox", "--disable-background-networking", "--lang=zh-CN"]


@contextmanager
def obeying(context: BrowserContext) -> Iterator[None]:
    """Inside, no page does what its Content-Security-Policy forbids; a test that saw one fails."""
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Permissions policy" in message.text:
            refused.append(message.text)

    context.on("console", note)
    yield
    assert refused == []


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """pytest-playwright's, watched."""
    with obeying(context):
        yield context


def move(window: BrowserContext, by: timedelta) -> None:
    """The clock of a window's pages, of those to come too, runs moved by so much from the machine's."""
    script = MOVED % round(by.total_seconds() * 1000)
    window.add_init_script(script)
    for page in window.pages:
        page.evaluate(script)


def _moved(opened: Callable[..., Any]) -> Callable[..., Any]:
    """A browser whose pages see the suite's day. Their workers keep the machine's."""

    def open_moved(*args: Any, **kwargs: Any) -> Any:
        window = opened(*args, **kwargs)
        move(getattr(window, "context", window), day.SHIFT)
        return window

    return open_moved


if day.SHIFT:
    for kind, verb in ((Browser, "new_context"), (Browser, "new_page"), (BrowserType, "launch_persistent_context")):
        setattr(kind, verb, _moved(getattr(kind, verb)))


@dataclass(frozen=True)
class Site:
    """Where it runs, who is there, and its database, for tests that also use the command line."""

    url: str
    cast: SimpleNamespace
    environ: dict[str, str]

    def sign_in(self, page: Page, person: Person) -> None:
        """Sign in on the page that everybody sees first."""
        page.goto(self.url)
        page.get_by_label("工号或手机号").fill(person.staff_number)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda address: "/login" not in address)


def readable(page: Page) -> None:
    """Nobody is kept from this page as it stands by how it is built: no serious finding of axe-core (WCAG 2.1 A, AA)."""
    # A colour that is still changing is measured as neither. Not by wait_for_function: it polls by eval, which the pages forbid.
    page.evaluate(SETTLED)
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert serious == [], [(page.url, one["id"], node["html"]) for one in serious for node in one["nodes"]]


def go(page: Page, *names: str) -> None:
    """To a page of the desk by its menu: the area, then the tab where it has several. A person would go the same way."""
    area, *tab = names
    page.locator("[data-test=rail]").get_by_role("link", name=area).click()
    for name in tab:
        page.locator("[data-test=tabs]").get_by_role("link", name=name).click()


def unfold(page: Page) -> None:
    """Open all folded groups of a child's file."""
    folded = page.locator(".fold[aria-expanded=false]")
    while folded.count():
        folded.first.click()


def search(page: Page, site: Site, words: str) -> None:
    """Look for children as the list's own box does, until the answer is there: no address holds the words."""
    page.goto(f"{site.url}/children")
    box = page.locator("[data-test=filters] input").first
    box.fill(words)
    with page.expect_response("**/api/v1/search/children"):
        box.press("Enter")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's own Chromium; playwright's is not downloaded."""
    return {"executable_path": shutil.which("chromium"), "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """An office PC in China."""
    return {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
        "accept_downloads": True,
    }


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """A fresh Hutong with the cast, for the tests of one module."""
    with day.real():
        with environment.populated("site", django_db_blocker) as address:
            people = appoint_all()
        with running(people, {**os.environ, "DATABASE_URL": address, "HUTONG_POSTGRES": ""}) as started:
            yield started


@contextmanager
def running(people: SimpleNamespace, environ: dict[str, str]) -> Iterator[Site]:
    """Web server and worker on a free port, for the database and the keys that the environment names."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    commands = [[*WEB, "--workers", "1", "--port", str(port)], ["hutong", "worker"]]
    started = [subprocess.Popen([sys.executable, "-m", *command], env=environ) for command in commands]
    try:
        _wait_for(f"{url}/healthz", started)
        yield Site(url, people, environ)
    finally:
        for child in started:
            child.terminate()
        for child in started:
            child.wait(30)


def _wait_for(url: str, started: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert all(child.poll() is None for child in started), "the server ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")
