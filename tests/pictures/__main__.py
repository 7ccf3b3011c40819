"""`python -m tests.pictures [--only WORD]`: starts a demo world of its own, walks through it and writes docs/**/*.png."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.pictures import shots
from tests.pictures.shots import SHOTS, Shot
from tests.ports import free_port

DOCS = Path(__file__).resolve().parents[2] / "docs"
SIZES = {
    shots.DESK: {"width": 1440, "height": 900},
    shots.NARROW: {"width": 390, "height": 844},
    shots.FIELD: {"width": 360, "height": 740},
}
# Printed at every start of a demo world (hutong/demo/cast.py, which needs a database to be read).
PASSWORD, PIN = "Hutong-demo-2026", "482915"
QUIET = ["--no-sandbox", "--disable-background-networking", "--lang=zh-CN"]


@contextmanager
def demo() -> Iterator[str]:
    """The address of a fresh demo world, gone afterwards."""
    data, port = tempfile.mkdtemp(prefix="hutong-pictures-"), free_port()
    command = [sys.executable, "-m", "hutong", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(data), start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, server)
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
        shutil.rmtree(data, ignore_errors=True)


def _environment(data: str) -> dict[str, str]:
    return {**os.environ, "HUTONG_DATA": data}


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demo world did not start")


def take(browser: Browser, url: str, wanted: list[Shot]) -> None:
    """All pictures of one person on one kind of screen, in one sitting."""
    on = wanted[0].on
    context = browser.new_context(viewport=SIZES[on], locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]  # a plain dict is a size
    page = context.new_page()
    (_first_run if on == shots.FIELD else _sign_in)(page, url, wanted[0].who)
    for shot in wanted:
        page.goto(url + shot.path)
        page.wait_for_load_state("networkidle")
        if on == shots.FIELD and page.get_by_text("请输入六位手机密码").is_visible():
            _tap(page)
        if shot.then:
            shot.then(page)
            # An address of the app's own router is no load that could be waited for.
            page.wait_for_timeout(2000)
        target = DOCS / shot.file
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)
        print(target.relative_to(DOCS.parent), flush=True)
    context.close()


def _sign_in(page: Page, url: str, who: str) -> None:
    _fill(page, url, who)
    page.wait_for_url(lambda address: "/login" not in address)


def _fill(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.get_by_label("工号或手机号").fill(who)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def _first_run(page: Page, url: str, who: str) -> None:
    """The phone app, as on a new phone."""
    _fill(page, f"{url}/m/sign-in", who)
    for question in ("设一个六位手机密码", "再输一次"):
        page.get_by_text(question).wait_for()
        _tap(page)
    page.get_by_role("link", name="今日").wait_for()


def _tap(page: Page) -> None:
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.wait_for_timeout(1500)


def main() -> None:
    """Take every picture whose file name holds --only."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD", help="part of a file's name")
    parser.add_argument("--url", help="a demo world that already runs")
    asked = parser.parse_args()
    wanted = sorted((s for s in SHOTS if asked.only in s.file), key=lambda s: (s.who, s.on))
    with sync_playwright() as playwright, demo() if not asked.url else _given(asked.url) as url:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        for _, together in groupby(wanted, key=lambda s: (s.who, s.on)):
            take(browser, url, list(together))


@contextmanager
def _given(url: str) -> Iterator[str]:
    yield url.rstrip("/")


if __name__ == "__main__":
    main()
