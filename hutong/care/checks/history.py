"""How a key check and what came of it read in the child's timeline."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.care.models import CheckProblem, KeyCheck, Mode
from hutong.children import timeline
from hutong.journal.models import Entry

Told = dict[Any, tuple[str, str]]


def start() -> None:
    """Tell the timeline how they read."""
    timeline.register("care.key_check", "visit", _checks)
    timeline.register("care.fix_problem", "visit", _fixed)


def _checks(grant: Grant, entries: list[Entry]) -> Told:
    keys = [entry.record for entry in entries]
    checks = {
        row.pk: (f"{row.on} 重点核查（{Mode(row.mode).label}）", row.found)
        for row in plain(KeyCheck).filter(pk__in=keys)
    }
    problems = plain(CheckProblem).filter(pk__in=keys)
    return checks | {row.pk: ("重点核查发现问题", f"{row.text}（{row.due} 前整改）") for row in problems}


def _fixed(grant: Grant, entries: list[Entry]) -> Told:
    rows = plain(CheckProblem).filter(pk__in=[entry.record for entry in entries])
    return {row.pk: ("问题整改完成", f"{row.text}：{row.fixed_note}") for row in rows}
