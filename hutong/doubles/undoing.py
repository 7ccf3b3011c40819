"""What taking a merge back would do, read out of the journal before anybody does it."""

from collections import Counter
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children import timeline
from hutong.doubles import compare, decide
from hutong.doubles.models import Double
from hutong.journal.models import Entry


def preview(grant: Grant, double: Double) -> dict[str, Any]:
    """DoubleUndoOut of a merged pair in scope. Raises Child.DoesNotExist outside it."""
    kept, other = decide.merged(grant, double)
    entries = list(Entry.objects.within(grant).filter(op=double.op, sealed=False))
    written = built(grant, decide.built_on(double, kept, other)) if double.op else []
    return {
        "possible": not written,
        "moves": _moved(entries),
        "restored": [one for entry in entries if entry.record == kept.pk for one in timeline.changes_of(entry)],
        "built": written,
    }


def built(grant: Grant, entries: list[Entry]) -> list[dict[str, Any]]:
    """Entries as a list for people: when, by whom, what."""
    return [{"at": e["at"], "by": e["by"], "title": e["title"]} for e in timeline.events(grant, entries)]


def _moved(entries: list[Entry]) -> list[dict[str, Any]]:
    labels = compare.labels()
    moved: Counter[str] = Counter()
    for entry in entries:
        for table, rows in entry.changes.get("changed", {}).items():
            moved[labels.get(table, "")] += sum(
                "child_id" in columns or "child" in columns for columns in rows.values()
            )
    return [{"label": label, "count": count} for label, count in moved.items() if label and count]
