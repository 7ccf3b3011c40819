"""Asking for an export and opening what comes, without a browser."""

import io
from typing import Any

import openpyxl

from hutong.accounts import context
from hutong.documents import store
from hutong.returns.models import Export
from hutong.returns.out import actions, tasks
from tests.cast import grant_of


def exported(person: Any, place: int, what: str, *, full: bool = False, **more: Any) -> tuple[Export, bytes]:
    """The export of a list, made as the worker makes it, and its content."""
    with context.within(grant_of(person)) as grant:
        purpose = "上报县民政局" if full else ""
        export = actions.ask(grant, place, what, more.get("filters", {}), more.get("columns", []), full, purpose)
    tasks.make_export.func(str(export.pk))
    with context.within(grant_of(person)) as grant:
        export = Export.objects.within(grant).get(pk=export.pk)
        assert export.status == "done", export.error
        assert export.file
        return export, store.read(grant, export.file)[1]


def sheet(content: bytes) -> Any:
    """The first sheet of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def rows(content: bytes) -> list[tuple[Any, ...]]:
    """Its rows as values."""
    return list(sheet(content).iter_rows(values_only=True))
