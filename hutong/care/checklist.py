"""The findings of a visit in words, and whether those that came from elsewhere are ones."""

from typing import Any

from hutong.care.models import CHECKLIST, SEEN, Finding, Visit
from hutong.ground import clock


def detail(visit: Visit) -> str:
    """One paragraph: what was found, what the child said, what comes next."""
    parts = ["没有变化"] if visit.no_change else []
    for key, value in visit.findings.items():
        if value != Finding.NORMAL:
            note = visit.notes.get(key)
            parts.append(f"{CHECKLIST.get(key, key)}：{Finding(value).label}" + (f"（{note}）" if note else ""))
    if not parts:
        parts.append("各项正常")
    parts += [said for key, said in visit.notes.items() if key.startswith("asked")]
    if signed := visit.notes.get("signature"):
        parts.append(f"签字：{signed}")
    if visit.words:
        parts.append(f"孩子说：{visit.words}")
    if visit.next_steps:
        parts.append(f"下一步：{visit.next_steps}" + (f"（{visit.next_on}）" if visit.next_on else ""))
    return "；".join(parts)


def check(visit: dict[str, Any]) -> None:
    """Values of a visit in a packet. Raises ValueError where they are none."""
    findings, notes, seen = visit.get("findings") or {}, visit.get("notes") or {}, visit.get("seen") or []
    told = isinstance(findings, dict) and isinstance(notes, dict) and isinstance(seen, list)
    if not told or not set(findings) <= set(CHECKLIST) or not set(findings.values()) <= set(Finding.values):
        raise ValueError("findings")
    if not set(seen) <= set(SEEN) or not all(isinstance(note, str) for note in notes.values()):
        raise ValueError("seen")
    if visit["on"] > clock.today():
        raise ValueError("on")
    visit |= {"findings": findings, "notes": notes, "seen": seen}
