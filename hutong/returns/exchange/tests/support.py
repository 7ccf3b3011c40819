"""A national system for tests: takes batches, answers them, and keeps what it took."""

import io
from typing import Any

import openpyxl

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.documents import store
from hutong.returns.exchange import actions, tasks, template
from hutong.returns.models import Exchange, ExchangeRow
from tests.cast import ANTU, grant_of

SHEETS = ["儿童新增", "儿童变更", "儿童减少", "工作人员新增", "工作人员变更", "工作人员减少"]


def made(person: Any, place: int = ANTU) -> Exchange:
    """A batch, made as the worker makes it."""
    with context.within(grant_of(person)) as grant:
        narrowed = grant.narrowed(place)
        assert narrowed
        batch = actions.make(narrowed, place)
    tasks.make_batch.func(str(batch.pk))
    return again(batch)


def again(exchange: Exchange) -> Exchange:
    """As it stands now."""
    with context.within(grants.system()) as system:
        found = Exchange.objects.within(system).get(pk=exchange.pk)
        assert not found.error, found.error
        return found


def rows(exchange: Exchange) -> list[dict[str, Any]]:
    """Its rows with their values."""
    with context.within(grants.system()):
        found = list(plain(ExchangeRow).filter(exchange=exchange).order_by("position"))
    return [
        template.unsealed(row.data, exchange.pk, row.position)
        | {n: getattr(row, n) for n in ("kind", "what", "outcome", "answer", "subject", "position")}
        for row in found
    ]


def told(exchange: Exchange, kind: str = "child") -> dict[str, tuple[str, str, str]]:
    """name → what, what changed, why it left."""
    return {row["name"]: (row["what"], row["changed"], row["reason"]) for row in rows(exchange) if row["kind"] == kind}


def content(exchange: Exchange) -> bytes:
    with context.within(grants.system()) as system:
        assert exchange.file
        return store.read(system, exchange.file)[1]


def sheets(exchange: Exchange) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of its workbook as values."""
    book = openpyxl.load_workbook(io.BytesIO(content(exchange)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def receipt(*lines: tuple[Any, ...], headers: tuple[str, ...] = ("序号", "流水号", "处理结果", "原因")) -> bytes:
    """A receipt as the national system might write it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["导入结果回执"])
    page.append(list(headers))
    for number, line in enumerate(lines, 1):
        page.append([number, *line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answered(person: Any, exchange: Exchange, answers: dict[int, tuple[bool, str]]) -> Exchange:
    """The batch with answers by position, without a file."""
    found = again(exchange)
    with context.within(grant_of(person)) as grant:
        actions.settle(grant, found, answers, [])
    return again(exchange)


def accepted(person: Any, exchange: Exchange) -> Exchange:
    """All of it accepted."""
    return answered(person, exchange, {row["position"]: (True, "") for row in rows(exchange)})
