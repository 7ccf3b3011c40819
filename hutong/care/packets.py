"""Visits go along when a file leaves for, or comes from, another deployment."""

from hutong.care.models import CHECKLIST, SEEN, Finding, Visit
from hutong.children.packets import content
from hutong.children.packets.fields import Values
from hutong.config import clock


def start() -> None:
    """Add the visits to what a packet holds."""
    content.register(content.Part("visits", "走访记录", Visit, _check))


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
