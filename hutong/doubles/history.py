"""How a merge reads in a child's timeline: once, in the file that stayed."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import timeline
from hutong.children.models import Child
from hutong.doubles.models import Double
from hutong.journal.models import Entry


def start() -> None:
    """Tell the timeline how merges read."""
    timeline.register("children.merge", "merge", _merged)
    timeline.register("children.unmerge", "merge", _taken_apart)


def _merged(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    names = _names(entries)
    return {entry.record: ("合并档案", names.get(entry.record, "")) for entry in entries if entry.record == entry.child}


def _taken_apart(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    return {entry.record: ("撤销合并", "") for entry in entries if entry.record == entry.child}


def _names(entries: list[Entry]) -> dict[Any, str]:
    """What was merged into what, while it is merged."""
    pairs = plain(Double).filter(op__in={entry.op for entry in entries})
    ids = [child for pair in pairs for child in (pair.first, pair.second)]
    called = {child.pk: f"{child.number} {child.name}" for child in plain(Child).filter(pk__in=ids)}
    others = {pair.kept: pair.second if pair.kept == pair.first else pair.first for pair in pairs}
    return {kept: f"{called[other]}的档案并入这份档案" for kept, other in others.items() if kept and other in called}
