"""`hutong serve`: web server and worker as child processes, kept alive (supervising.py) and stopped together."""

import contextlib
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

import click

from hutong.config.supervising import Household

# A process each core, since one computes at a time in each; so many that the database has connections for all their threads.
PROCESSES = min(max(os.cpu_count() or 2, 2), 16)
WEB = (
    "granian",
    "hutong.config.web:application",
    "--interface",
    "rsgi",
    "--workers",
    str(PROCESSES),
    # Browsers and proxies speak HTTP/2 over TLS only, and nobody a WebSocket.
    "--http",
    "1",
    "--no-ws",
    "--http1-header-read-timeout",
    "10000",
    "--respawn-failed-workers",
    "--respawn-interval",
    "0.5",
    "--log-level",
    "error",
)
COLUMNS = ("岗位", "姓名", "工号", "密码", "辖区")


class PortTaken(Exception):
    """Something else listens there already; the sentence says what to do."""


def check_port(host: str, port: int) -> None:
    """Raise PortTaken when something else listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise PortTaken(f"{host} 的端口 {port} 用不了（可能已被占用），请用 --port 另选一个。") from taken


def serve(host: str, port: int, *, demo: bool) -> None:
    """Serve until SIGTERM or SIGINT. Raises click.ClickException when the web server does not start."""
    signal.signal(signal.SIGTERM, _leave)
    accounts = _demo() if demo else []
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    with _household(host, port, f"{address}healthz") as household:
        click.echo(f"护童已启动：{address}\n按 Ctrl+C 停止。")
        if accounts:
            click.echo("\n演示账号：\n" + table([COLUMNS, *accounts]))
        while True:
            household.look()


def _demo() -> list[Sequence[str]]:
    from hutong.demo import build

    return [tuple(account) for account in build.make(click.echo)]


def _leave(*_: object) -> None:
    raise SystemExit(0)


@contextlib.contextmanager
def _household(host: str, port: int, health: str) -> Iterator[Household]:
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    # Each thread that hashed a password would keep its 19 MiB in an arena of its own: 150 MB a web process.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    household = Household(settings.DATA)
    try:
        here = "127.0.0.1" if host in ("0.0.0.0", "") else "::1" if host == "::" else host
        web = household.add("网页服务", *WEB, "--host", host, "--port", str(port), address=(here, port))
        while not _answers(health):
            if web.process and web.process.poll() is not None:
                raise click.ClickException("网页服务没有启动起来，详情见上面的输出。")
            time.sleep(0.2)
        household.add("后台任务", "hutong", "worker")
        yield household
    finally:
        # A second signal must not interrupt the stopping of the others.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        household.stop()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned for a terminal, where a Chinese character is two wide."""
    widths = [max(_width(cell) for cell in column) + 2 for column in zip(*rows, strict=True)]
    return "\n".join(
        "".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
