"""Visits go along when a file leaves for, or comes from, another deployment."""

import uuid
from collections.abc import Collection

from hutong.accounts.managers import plain
from hutong.care import history
from hutong.care.models import CHECKLIST, SEEN, Finding, Visit
from hutong.ground import clock
from hutong.transfers.packets import content
from hutong.transfers.packets.fields import Values


def start() -> None:
    """Add the visits to what a packet holds."""
    content.register(content.Part("visits", "走访记录", Visit, _check, _describe))


def _describe(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    found = plain(Visit).filter(pk__in=ids)
    return {visit.pk: (f"转入前：{history.title(visit)}", _by(visit) + history.detail(visit)) for visit in found}


def _by(visit: Visit) -> str:
    return f"走访人：{visit.visitor_name}；" if visit.visitor_name else ""


def _check(visit: Values) -> None:
    findings, notes, seen = visit.get("findings") or {}, visit.get("notes") or {}, visit.get("seen") or []
    told = isinstance(findings, dict) and isinstance(notes, dict) and isinstance(seen, list)
    if not told or not set(findings) <= set(CHECKLIST) or not set(findings.values()) <= set(Finding.values):
        raise ValueError("findings")
    if not set(seen) <= set(SEEN) or not all(isinstance(note, str) for note in notes.values()):
        raise ValueError("seen")
    if visit["on"] > clock.today():
        raise ValueError("on")
    visit |= {"findings": findings, "notes": notes, "seen": seen}
