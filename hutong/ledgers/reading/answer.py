"""The JSON answer of `hutong ledger check` (issue 2 §5), on which other tools rely."""

from typing import Any

from hutong.children.values.vocabulary import label, words
from hutong.ledgers.reading.results import Change, CheckedLedger, CheckedRow, TakenSheet


def as_json(checked: CheckedLedger, file: str) -> dict[str, Any]:
    """The contract's object for a checked ledger; `file` is the name to show. An import adds `import_id`."""
    return {
        "file": file,
        "sheets": sheets_as_json(checked),
        "rows": [row_as_json(row) for row in checked.rows],
        "totals": dict(checked.totals),
    }


def sheets_as_json(checked: CheckedLedger) -> list[dict[str, Any]]:
    """What the columns of each sheet were taken for."""
    return [_sheet(sheet) for sheet in [*checked.sheets, *checked.passed]]


def row_as_json(row: CheckedRow) -> dict[str, Any]:
    """One row of the answer."""
    return {
        "sheet": row.sheet,
        "row": row.row,
        "outcome": row.outcome,
        "child": _child(row),
        "problems": [
            {"field": one.field, "code": one.code, "severity": one.severity, "message": one.message}
            for one in row.problems
        ],
        "changes": [_change(change) for change in row.changes],
        "doubts": row.doubts,
    }


def shown(name: str, value: str | None) -> str | None:
    """A normal string as people read it: 小学 for primary; categories joined by 、."""
    if value is None:
        return None
    known = words()
    if name == "categories":
        return "、".join(known.categories[key].label if key in known.categories else key for key in value.split(","))
    base = name if name in known.values else name.rpartition("_")[2]
    return "、".join(known.labels.get((base, key), key) for key in value.split(",")) if base in known.values else value


def has_words(name: str) -> bool:
    """Whether a field's normal strings are keys that people read as words."""
    known = words().values
    return name == "categories" or name in known or name.rpartition("_")[2] in known


def _sheet(sheet: TakenSheet) -> dict[str, Any]:
    columns = [{"column": one.column, "header": one.header, "field": one.field} for one in sheet.columns]
    understood = [one._asdict() for one in sheet.understood]
    return {
        "name": sheet.name,
        "key": sheet.key,
        "header_rows": list(sheet.header_rows),
        "columns": columns,
        "understood": understood,
    }


def _child(row: CheckedRow) -> dict[str, Any] | None:
    child = row.child
    if child is None:
        return None
    return {
        "name": child.name,
        "sex": child.sex,
        "birth_date": child.birth_date.isoformat(),
        "id_number": child.id_number,
        "statistical_code": child.statistical_code,
        "categories": list(child.categories),
    }


def _change(change: Change) -> dict[str, Any]:
    old, new = shown(change.field, change.old), shown(change.field, change.new)
    return {"field": change.field, "label": label(change.field), "old": old, "new": new}
