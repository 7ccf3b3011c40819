"""What the app takes in a real Chromium: how much it loads, until it can be used, unlocking, and a visit."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, expect, sync_playwright

from tests.bench.phone.site import Site
from tests.bench.world import PASSWORD

# Playwright's plain interface keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ARGS = ["--no-sandbox", "--disable-background-networking", "--lang=zh-CN"]
PIN = "482915"
TURNS = 5
# "Slow 4G" as Chrome's developer tools throttle each request: 1.6 Mbit/s down and 150 ms a round trip of the line.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 1.44e6 / 8, "uploadThroughput": 675e3 / 8}
SLOWER = 4
# What a person takes: to look at a screen, and for each tap on it.
THOUGHT, TAP = 2.0, 0.6


@dataclass
class Browser:
    """Seconds of each repetition; bytes of JavaScript as they came over the line; taps of a visit."""

    script_bytes: int = 0
    all_bytes: int = 0
    first_start: list[float] = field(default_factory=list)
    later_start: list[float] = field(default_factory=list)
    unlock: list[float] = field(default_factory=list)
    visit: float = 0.0
    visit_taps: int = 0


def measure(site: Site, say: Callable[[str], None]) -> Browser:
    """Start, start again, unlock, visit."""
    found = Browser()
    say("the app on slow 4G with a quarter of the processor")
    for _ in range(TURNS):
        with phone() as (_, page, line):
            _first_start(site, page, line, found)
    with phone() as (_, page, line):
        _sign_in(site, page)
        _later(site, page, line, found)
        say("a visit")
        _visit(page, found)
    return found


@contextmanager
def phone() -> Iterator[tuple[BrowserContext, Page, CDPSession]]:
    """A cheap phone that never saw the app, and the line by which its conditions are set."""
    profile = tempfile.mkdtemp(prefix="hutong-bench-phone-")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=shutil.which("chromium"),
            args=ARGS,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        try:
            page = context.pages[0]
            yield context, page, context.new_cdp_session(page)
        finally:
            context.close()
            shutil.rmtree(Path(profile), ignore_errors=True)


def _first_start(site: Site, page: Page, line: CDPSession, found: Browser) -> None:
    loaded = Loaded(line)
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    begun = time.perf_counter()
    page.goto(f"{site.url}/m/", wait_until="commit")
    page.get_by_label("工号或手机号").wait_for(timeout=60_000)
    found.first_start.append(time.perf_counter() - begun)
    found.script_bytes, found.all_bytes = loaded.bytes("Script"), loaded.bytes()


class Loaded:
    """Counts what a page loads, by kind, packed as it came."""

    def __init__(self, line: CDPSession) -> None:
        self._kinds: dict[str, str] = {}
        self._sizes: dict[str, float] = {}
        line.send("Network.enable")
        line.on("Network.responseReceived", self._received)
        line.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = event["encodedDataLength"]

    def bytes(self, kind: str = "") -> int:
        """Bytes of one kind, or of all."""
        return int(sum(size for key, size in self._sizes.items() if not kind or self._kinds.get(key) == kind))

    @property
    def requests(self) -> int:
        return len(self._sizes)


def _sign_in(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/m/")
    page.get_by_label("工号或手机号").fill(site.large.person.staff_number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    for words in ("设一个六位手机密码", "再输一次"):
        expect(page.get_by_text(words)).to_be_visible(timeout=30_000)
        _pin(page, PIN)
    expect(page.get_by_role("heading", name=re.compile("要办的事"))).to_be_visible(timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def _pin(page: Page, digits: str) -> None:
    for digit in digits:
        page.get_by_role("button", name=digit, exact=True).click()


def _later(site: Site, page: Page, line: CDPSession, found: Browser) -> None:
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for _ in range(TURNS):
        begun = time.perf_counter()
        page.goto(f"{site.url}/m/", wait_until="commit")
        page.get_by_text("请输入六位手机密码").wait_for()
        found.later_start.append(time.perf_counter() - begun)
        _pin(page, PIN[:-1])
        last = page.get_by_role("button", name=PIN[-1], exact=True)
        begun = time.perf_counter()
        last.click()
        page.get_by_role("heading", name=re.compile("要办的事")).wait_for(timeout=30_000)
        found.unlock.append(time.perf_counter() - begun)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def _visit(page: Page, found: Browser) -> None:
    """The longest form of an ordinary visit: every point of the checklist, the child's words typed, from 今日 to done."""
    begun = time.perf_counter()

    def tap(target: Any) -> None:
        time.sleep(TAP)
        target.click()
        found.visit_taps += 1

    time.sleep(THOUGHT)
    tap(page.get_by_role("link", name="去看孩子").first)
    page.get_by_role("radiogroup", name="情绪").wait_for()
    time.sleep(THOUGHT)
    tap(page.get_by_role("radiogroup", name="情绪").get_by_role("radio", name="有变化"))
    for topic in ("生活保障", "家庭监护", "就学", "身体健康", "安全"):
        tap(page.get_by_role("radiogroup", name=topic).get_by_role("radio", name="正常"))
    words = page.get_by_role("textbox", name="孩子自己怎么说")
    tap(words)
    # As fast as somebody past fifty writes on a phone: a character in half a second.
    words.press_sequentially("想妈妈，盼她回来过年", delay=500)
    time.sleep(THOUGHT)
    tap(page.get_by_role("button", name="记下来"))
    page.get_by_text(re.compile("记下了：去看过")).wait_for()
    found.visit = time.perf_counter() - begun
