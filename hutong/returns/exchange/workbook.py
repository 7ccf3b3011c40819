"""The file of a batch: six sheets out of its rows, the same each time it is made."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hutong.accounts.grants import Grant
from hutong.ground import clock
from hutong.returns.exchange import template
from hutong.returns.exchange.owed import SHEETS
from hutong.returns.models import Exchange, ExchangeRow
from hutong.returns.out import book, rosters
from hutong.returns.out.book import Part, Row


def workbook(grant: Grant, exchange: Exchange) -> bytes:
    """The workbook's bytes, with numbers in full; inside the grant's scope."""
    with clock.at(exchange.created_at):
        return book.write_all([_part(grant, exchange, kind, what) for kind, what in SHEETS])


def _part(grant: Grant, exchange: Exchange, kind: str, what: str) -> Part:
    layout, word = template.of(kind), ExchangeRow.What(what).label
    title = layout.title.replace("{what}", word).replace("{batch}", exchange.number)
    sheet = rosters.sheet(replace(layout, title=title), exchange.place)
    rows = ExchangeRow.objects.within(grant).filter(exchange=exchange, kind=kind, what=what).order_by("position")
    some = rows.exists()
    told = _rows(exchange, kind, word, rows) if some else iter(())
    return Part(replace(sheet, name=f"{layout.sheet}{word}"), told, () if some else (f"本批没有{word}。",))


def _rows(exchange: Exchange, kind: str, word: str, rows: Any) -> Iterator[Row]:
    for row in rows.iterator(1000):
        known = template.unsealed(row.data, exchange.pk, row.position)
        known |= {"row": f"{exchange.number}-{row.position}", "what": word}
        yield [known.get(field) for field in template.of(kind).fields]
