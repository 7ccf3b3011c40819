"""`hutong serve`: web server and worker as child processes, stopped together."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

import click

WEB = (
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--blocking-threads",
    "8",
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
    """Serve until SIGTERM or SIGINT. Raises click.ClickException when a child process ends by itself."""
    signal.signal(signal.SIGTERM, _leave)
    accounts = _demo() if demo else []
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    with _children(host, port, f"{address}healthz") as running:
        click.echo(f"护童已启动：{address}\n按 Ctrl+C 停止。")
        if accounts:
            click.echo("\n演示账号：\n" + table([COLUMNS, *accounts]))
        while True:
            _check(running)


def _demo() -> list[Sequence[str]]:
    from hutong.demo import build

    return [tuple(account) for account in build.make(click.echo)]


def _leave(*_: object) -> None:
    raise SystemExit(0)


@contextlib.contextmanager
def _children(host: str, port: int, health: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    from django.db import connections

    connections.close_all()
    web = [sys.executable, "-m", *WEB, "--host", host, "--port", str(port), "hutong.config.wsgi:application"]
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(subprocess.Popen(web))
        while not _answers(health):
            _check(running)
        running.append(subprocess.Popen([sys.executable, "-m", "hutong", "worker"]))
        yield running
    finally:
        # A second signal must not interrupt the stopping of the others.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        _stop(running)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for child in running:
        child.terminate()
    for child in running:
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()


def _check(running: list[subprocess.Popen[bytes]]) -> None:
    time.sleep(0.2)
    if any(child.poll() is not None for child in running):
        raise click.ClickException("服务进程意外停止，详情见上面的输出。")


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
