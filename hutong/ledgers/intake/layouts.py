"""What an office said about the columns of its layout, kept under the texts of the header, proposed when it comes again."""

import hashlib
import json
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.ground import clock
from hutong.ledgers.models import LedgerImport, LedgerLayout
from hutong.ledgers.reading.results import TakenSheet
from hutong.ledgers.reading.sheets import Corrections

Described = list[dict[str, Any]]


def known(grant: Grant, place: int, sheets: list[TakenSheet]) -> dict[str, LedgerLayout]:
    """The layouts of a unit that these tables have: by the table's key."""
    prints = {
        sheet.key: fingerprint([(c.column, c.header) for c in sheet.columns]) for sheet in sheets if sheet.columns
    }
    rows = LedgerLayout.objects.within(grant).filter(place=place, fingerprint__in=set(prints.values()))
    found = {row.fingerprint: row for row in rows}
    return {name: found[key] for name, key in prints.items() if key in found}


def laid_under(layouts: dict[str, LedgerLayout], columns: Corrections) -> Corrections:
    """Corrections with what is remembered beneath them."""
    names = {*layouts, *columns}
    return {name: (layouts[name].columns if name in layouts else {}) | dict(columns.get(name, {})) for name in names}


def keep(grant: Grant, ledger: LedgerImport) -> None:
    """Remember the corrections of a ledger that is confirmed; inside an action."""
    for sheet in ledger.sheets:
        # What was said of a title or a section is true of this file only.
        given = {key: field for key, field in ledger.columns.get(_key(sheet), {}).items() if not key.startswith("@")}
        if given:
            _keep(grant, ledger.place, _print(sheet), given)


def forget(grant: Grant, ledger: LedgerImport, sheet: str | None) -> None:
    """Drop what is remembered of a sheet's layout; inside an action."""
    prints = [_print(one) for one in ledger.sheets if _key(one) == (sheet or "")]
    LedgerLayout.objects.within(grant).filter(place=ledger.place, fingerprint__in=prints).delete()


def described(grant: Grant, ledger: LedgerImport) -> Described:
    """TakenSheet of each sheet, with who said its columns and when, where they come from an earlier ledger."""
    rows = LedgerLayout.objects.within(grant).filter(place=ledger.place)
    found = {row.fingerprint: row for row in rows} if ledger.sheets else {}
    blank = {"understood": []}
    return [
        blank | sheet | {"key": _key(sheet), "remembered": _remembered_by(found.get(_print(sheet)))}
        for sheet in ledger.sheets
    ]


def fingerprint(columns: list[tuple[str, str]]) -> str:
    """Equal for two headers with the same texts in the same columns."""
    return hashlib.sha256(json.dumps(columns, ensure_ascii=False).encode()).hexdigest()


def _key(sheet: dict[str, Any]) -> str:
    return sheet.get("key", sheet["name"] or "")  # imports of before had one table a sheet


def _print(sheet: dict[str, Any]) -> str:
    return fingerprint([(column["column"], column["header"]) for column in sheet["columns"]])


def _remembered_by(layout: LedgerLayout | None) -> dict[str, Any] | None:
    return {"by": layout.person_name, "on": layout.kept_on} if layout else None


def _keep(grant: Grant, place: int, key: str, given: dict[str, str | None]) -> None:
    row = LedgerLayout.objects.within(grant).filter(place=place, fingerprint=key).first()
    columns = (row.columns if row else {}) | given
    values = {"columns": columns, "person_name": grant.name, "kept_on": clock.today()}
    if row is None:
        LedgerLayout(id=new_id(), place=place, fingerprint=key, **values).save(force_insert=True)
    elif row.columns != columns:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
