"""Two months compared as a workbook, by the jobs that make every other (ADR 8)."""

from typing import Any

from ninja import Schema
from pydantic import Field, field_validator

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.places import refs as named
from hutong.returns.months import compare, unit
from hutong.returns.months.schemas import Kind
from hutong.returns.out import lists
from hutong.returns.out.book import Column, Sheet
from hutong.returns.out.lists import Asked, Block, Exportable

BLOCK = 500
MONTH = r"^\d{4}-\d{2}$"
KINDS = {"came": "新增", "left": "减少", "changed": "变更"}
COLUMNS = (("变动", 8), ("姓名", 10), ("性别", 6), ("出生日期", 12), ("村（社区）", 20), ("原因", 18), ("变更内容", 60))


class MonthFilters(Schema):
    """As on the screen."""

    first: str = Field(pattern=MONTH)
    last: str = Field(pattern=MONTH)
    kind: Kind = ""

    @field_validator("first", "last")
    @classmethod
    def is_closed(cls, month: str) -> str:
        """Only closed months can be compared."""
        if unit.closed(month) is None:
            raise ValueError
        return month


def start() -> None:
    """Make the comparison exportable."""
    lists.register(
        Exportable(
            key="months",
            title="月度台账变动清单",
            permission=Permission.CHILD_READ,
            sheet=_sheet,
            block=_block,
            total=lambda grant, asked: compare.count(_pair(grant, asked), asked.filters["kind"]),
            filters=MonthFilters,
            notes=_notes,
        )
    )


def _pair(grant: Grant, asked: Asked) -> compare.Pair:
    first, last = (unit.closed(asked.filters[name]) for name in ("first", "last"))
    assert first, "checked when it was asked for"
    assert last, "checked when it was asked for"
    return compare.pair(grant, asked.place, first, last)


def _sheet(grant: Grant, asked: Asked) -> Sheet:
    pair = _pair(grant, asked)
    title = f"{named.names([asked.place])[asked.place]}{pair.first:%Y年%m月}与{pair.last:%Y年%m月}台账变动清单"
    return Sheet("台账变动", tuple(Column((label,), width) for label, width in COLUMNS), title)


def _block(grant: Grant, asked: Asked, after: Any) -> Block:
    items, following = compare.page(_pair(grant, asked), asked.filters["kind"], after, BLOCK)
    return [_row(one) for one in items], following


def _row(one: dict[str, Any]) -> list[Any]:
    told = "；".join(f"{c['label']}：{c['old'] or '未填'} → {c['new'] or '未填'}" for c in one["changes"])
    plain = [one["name"], one["sex"], one["birth_date"].isoformat(), one["place"].name, one["reason"]]
    return [KINDS[one["kind"]], *plain, told]


def _notes(grant: Grant, asked: Asked) -> list[str]:
    told = compare.summary(_pair(grant, asked))
    totals = "，".join(f"{one['month']}在册 {one['total']} 人" for one in told["totals"])
    away = max(one["away"] for one in told["totals"])
    return [f"{totals}。", *([f"另有 {away} 人所在村已随区划变更划出，不再列名。"] if away else [])]
