"""A ledger being taken in, as the screens want it."""

from collections.abc import Iterable
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children import masks
from hutong.children.values.vocabulary import label, words
from hutong.ground import progress
from hutong.ledgers.intake import layouts
from hutong.ledgers.intake.schemas import LedgerRowsIn
from hutong.ledgers.intake.staging import unsealed
from hutong.ledgers.models import LedgerImport, LedgerRow
from hutong.ledgers.reading.results import OUTCOMES
from hutong.places import refs as named
from hutong.places.codes import Level, at_level, interval, level_of
from hutong.places.models import Place, StatisticalCode

# A county has some tens; of a whole prefecture or province nobody chooses out of a list.
MOST_TOWNSHIPS = 400
SECRET = frozenset({"id_number", "phone", "disability_card"})


def briefs(ledgers: Iterable[LedgerImport]) -> list[dict[str, Any]]:
    """LedgerBrief of each."""
    ledgers = list(ledgers)
    refs = named.refs({ledger.place for ledger in ledgers})
    return [_brief(ledger, refs[ledger.place]) for ledger in ledgers]


def whole(grant: Grant, ledger: LedgerImport) -> dict[str, Any]:
    """LedgerOut."""
    return briefs([ledger])[0] | {
        "progress": _progress(ledger),
        "error": ledger.error,
        "sheets": layouts.described(grant, ledger),
        "problems_state": ledger.problems_state,
        "undone": ledger.undone or None,
        "fields": [{"key": key, "label": label(key)} for key in words().columns],
        "categories": [{"key": one.key, "label": one.label} for one in words().categories.values() if not one.sealed],
        "townships": _townships(ledger.place),
    }


def _townships(place: int) -> list[str]:
    """The townships of which a ledger's sheets may be: those of its county, or below a larger unit."""
    low, high = interval(at_level(place, max(Level.PROVINCE, min(level_of(place), Level.COUNTY))))
    found = Place.objects.filter(level=Level.TOWNSHIP, code__gte=low, code__lt=high)
    return list(found.order_by("code").values_list("name", flat=True)[:MOST_TOWNSHIPS])


def _progress(ledger: LedgerImport) -> dict[str, int]:
    """Rows done, of how many; a total of 0 where the step has not begun to count."""
    done, total = progress.heard("ledger", ledger.pk) or (ledger.done, ledger.total)
    return {"done": done, "total": total}


def rows(grant: Grant, ledger: LedgerImport, asked: LedgerRowsIn, limit: int) -> dict[str, Any]:
    """RowList: rows in the order of the file."""
    staged = LedgerRow.objects.within(grant).filter(ledger=ledger)
    if asked.outcome:
        staged = staged.filter(outcome=asked.outcome)
    if asked.flagged:
        staged = staged.filter(flagged=True)
    found = list(staged.filter(position__gt=asked.after).order_by("position")[: limit + 1])
    told = [unsealed(row) for row in found[:limit]]
    following = found[limit - 1].position if len(found) > limit else None
    villages = _villages({row["child"]["statistical_code"] for row in told if row["child"]})
    return {"items": [_row(row, villages) for row in told], "total": staged.count(), "next": following}


def _brief(ledger: LedgerImport, place: Any) -> dict[str, Any]:
    return {
        "id": ledger.pk,
        "file_name": ledger.file_name,
        "place": place,
        "status": ledger.status,
        "status_label": LedgerImport.Status(ledger.status).label,
        "totals": dict.fromkeys(OUTCOMES, 0) | ledger.totals,
        "created_at": ledger.created_at,
        "by": ledger.person_name,
    }


def _villages(codes: set[str]) -> dict[str, str]:
    found = StatisticalCode.objects.filter(code__in=[int(code) for code in codes]).select_related("place")
    return {str(one.code): one.place.name for one in found}


def _row(row: dict[str, Any], villages: dict[str, str]) -> dict[str, Any]:
    child = row["child"]
    shown = child and {
        "name": child["name"],
        "sex": child["sex"],
        "birth_date": child["birth_date"],
        "id_masked": masks.number(child["id_number"]),
        "village": villages.get(child["statistical_code"], ""),
    }
    told = [problem | {"label": label(problem["field"])} for problem in row["problems"]]
    return row | {"child": shown, "problems": told, "changes": [_change(change) for change in row["changes"]]}


def _change(change: dict[str, Any]) -> dict[str, Any]:
    field = change["field"]
    if not any(field.endswith(secret) for secret in SECRET):
        return change
    mask = masks.phone if field.endswith("phone") else masks.number
    return change | {"old": mask(change["old"]) or None, "new": mask(change["new"]) or None}
