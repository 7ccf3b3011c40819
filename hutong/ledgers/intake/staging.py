"""The rows of a checked ledger as kept for the preview: sealed, for they hold numbers and phones."""

import json
from collections.abc import Iterable
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children import bulk
from hutong.ground.ahead import blocks
from hutong.ground.sealing import open_bytes, seal_bytes
from hutong.ledgers.models import LedgerImport, LedgerRow
from hutong.ledgers.reading.answer import row_as_json
from hutong.ledgers.reading.results import CheckedLedger, CheckedRow


def stage(grant: Grant, ledger: LedgerImport, checked: CheckedLedger) -> None:
    """Replace a ledger's staged rows."""
    keep(grant, ledger, ready(ledger, checked))


def ready(ledger: LedgerImport, checked: CheckedLedger) -> list[bulk.Ready]:
    """The rows of a checked ledger made ready for `keep`; asks no database."""
    return [
        bulk.ready(LedgerRow, [_row(ledger, position, row) for position, row in block])
        for block in blocks(enumerate(checked.rows))
    ]


def keep(grant: Grant, ledger: LedgerImport, rows: Iterable[bulk.Ready]) -> None:
    """Put them in place of the ledger's staged rows."""
    LedgerRow.objects.within(grant).filter(ledger=ledger).delete()
    for block in rows:
        bulk.put(block)


def _row(ledger: LedgerImport, position: int, row: CheckedRow) -> bulk.Row:
    return {
        "ledger_id": ledger.pk,
        "place": ledger.place,
        "position": position,
        "sheet": row.sheet,
        "row": row.row,
        "outcome": row.outcome,
        "flagged": bool(row.problems or row.doubts),
        "child": row.child_id,
        "data": seal_bytes(json.dumps(row_as_json(row), ensure_ascii=False).encode(), _bound(ledger.pk, position)),
    }


def unsealed(row: LedgerRow) -> dict[str, Any]:
    """One staged row, as in the contract of `hutong ledger check`."""
    ledger = row.ledger_id  # type: ignore[attr-defined]  # the column; `row.ledger` would ask again for each row
    found = json.loads(open_bytes(row.data, _bound(ledger, row.position)))
    return {"doubts": []} | found | {"child_id": row.child}


def _bound(ledger: Any, position: int) -> str:
    return f"ledgers_ledgerrow.{ledger}.{position}"
