"""How a visit reads in the child's timeline."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.care.models import CHECKLIST, Finding, Mode, Visit
from hutong.children import timeline
from hutong.journal.models import Entry


def start() -> None:
    """Tell the timeline how visits read."""
    timeline.register("care.record_visit", "visit", _describe)


def _describe(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    found = plain(Visit).filter(pk__in=[entry.record for entry in entries])
    return {visit.pk: (title(visit), detail(visit)) for visit in found}


def title(visit: Visit) -> str:
    """When and how."""
    return f"{visit.on} {Mode(visit.mode).label}走访"


def detail(visit: Visit) -> str:
    """One paragraph: what was found, what the child said, what comes next."""
    parts = ["没有变化"] if visit.no_change else []
    for key, value in visit.findings.items():
        if value != Finding.NORMAL:
            note = visit.notes.get(key)
            parts.append(f"{CHECKLIST.get(key, key)}：{Finding(value).label}" + (f"（{note}）" if note else ""))
    if not parts:
        parts.append("各项正常")
    if signed := visit.notes.get("signature"):
        parts.append(f"签字：{signed}")
    if visit.words:
        parts.append(f"孩子说：{visit.words}")
    if visit.next_steps:
        parts.append(f"下一步：{visit.next_steps}" + (f"（{visit.next_on}）" if visit.next_on else ""))
    return "；".join(parts)
