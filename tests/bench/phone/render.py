"""The phone's figures as Markdown."""

from datetime import datetime
from typing import Any

from tests.bench.phone.beside import STEPS, Beside
from tests.bench.phone.browser import Browser
from tests.bench.phone.server import Server
from tests.bench.stopwatch import quantile

MARKS = ("<!-- phone: written by tests.bench.phone -->", "<!-- end of phone -->")


def page(at: datetime, facts: dict[str, str], found: dict[str, Any]) -> str:
    """All parts that were measured."""
    head = f"Run of {at:%Y-%m-%d %H:%M} UTC.\n\n" + "\n".join(f"- {name}: {fact}" for name, fact in facts.items())
    parts = {"server": _server, "browser": _browser, "beside": _beside}
    return "\n\n".join([head, *[parts[name](one) for name, one in found.items()]])


def _table(title: str, rows: list[tuple[str, str, str, bool]]) -> str:
    lines = [f"| {what} | {goal} | {figure} | {'met' if met else '**missed**'} |" for what, goal, figure, met in rows]
    return "\n".join([f"### {title}", "", "| Work | Goal (issue 5) | Figure | |", "|---|---|---|---|", *lines])


def _ms(times: list[float]) -> str:
    return f"p50 {1000 * quantile(times, 0.5):.0f} ms, p95 {1000 * quantile(times, 0.95):.0f} ms"


def _within(times: list[float], limit: float) -> bool:
    return quantile(times, 0.95) <= limit


def _server(of: Server) -> str:
    return _table(
        "The server",
        [
            (f"First pull, 300 children and 3,000 visits ({of.first_records} records), over HTTP", "≤ 1 s", _ms(of.first_pull), _within(of.first_pull, 1)),
            ("The same, gzipped", "≤ 500 KB", f"{of.first_bytes / 1000:.0f} KB", of.first_bytes <= 500_000),
            ("Empty sync, one phone", "≤ 15 ms", _ms(of.empty), quantile(of.empty, 0.5) <= 0.015),
            ("Push of 20 visits, one phone", "", _ms(of.push), True),
            ("Pull of 20 changes, one phone", "", _ms(of.pull), True),
            ("Push of 20, 200 phones once a minute each", "p95 ≤ 150 ms", _ms(of.crowd_push), _within(of.crowd_push, 0.15)),
            ("Pull of the 20 changes, 200 phones", "p95 ≤ 150 ms", _ms(of.crowd_pull), _within(of.crowd_pull, 0.15)),
            ("Operations a second, 8 phones without a pause", "≥ 400", f"{of.flood:.0f}", of.flood >= 400),
            ("Database time of a push of 20 beside bare SQL", "≤ 4 ×", f"{of.push_database:.1f} ms / {of.push_bare:.1f} ms = {of.push_ratio:.1f} ×", of.push_ratio <= 4),
        ],
    )  # fmt: skip


def _browser(of: Browser) -> str:
    return _table(
        "The app, in Chromium on “slow 4G” with a quarter of the processor",
        [
            ("JavaScript of the first screen, as it comes", "≤ 150 KB", f"{of.script_bytes / 1000:.0f} KB (all: {of.all_bytes / 1000:.0f} KB)", of.script_bytes <= 150_000),
            ("First start until the sign-in can be filled in", "≤ 3 s", _ms(of.first_start), _within(of.first_start, 3)),
            ("Later starts until the PIN can be typed", "≤ 1 s", _ms(of.later_start), _within(of.later_start, 1)),
            ("Unlock, 300 children and 3,000 visits, last digit to the duties", "≤ 1 s", _ms(of.unlock), _within(of.unlock, 1)),
            ("A visit from 今日 to done, 2 s of thought a screen", "≤ 60 s, ≤ 12 taps", f"{of.visit:.0f} s, {of.visit_taps} taps", of.visit <= 60 and of.visit_taps <= 12),
        ],
    )  # fmt: skip


def _beside(of: Beside) -> str:
    head = [
        "| | Hutong, ms | requests | KB received | PouchDB 9, ms | requests | KB received |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    rows = [
        f"| {name} | "
        + " | ".join(
            f"{quantile(step.took, 0.5):.0f} | {step.requests} | {step.received / 1000:.0f}"
            for step in (of.hutong[name], of.pouchdb[name])
        )
        + " |"
        for name in STEPS
    ]
    title = f"### Beside PouchDB 9 with express-pouchdb: {of.records:,} records of {of.record_bytes:,} bytes"
    return "\n".join([title, "", *head, *rows])
