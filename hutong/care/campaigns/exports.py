"""The progress of a campaign as a workbook, a row a village, made by the job that makes them all."""

from typing import Any

from ninja import Schema
from pydantic import Field

from hutong.accounts.grants import Grant
from hutong.accounts.http import parsed_id
from hutong.accounts.permissions import Permission
from hutong.care.campaigns import figures, reading
from hutong.places import refs as named
from hutong.places.codes import Level, at_level
from hutong.returns.out import lists
from hutong.returns.out.lists import Asked, Block, Exportable

TITLE = "摸底排查进度"
COLUMNS = {
    "township": ("乡镇（街道）", 20), "village": ("村（居）", 20), "children": ("应核查", 10), "checked": ("已核查", 10),
    "waived": ("免办", 8), "todo": ("未核查", 10), "overdue": ("其中逾期", 10), "fresh": ("新建档", 10),
    "gone": ("退出", 8), "complete": ("档案完整", 10), "exceptions": ("档案异常条数", 14), "reported": ("报送日期", 12),
    "by": ("报送人", 12), "note": ("排查情况", 50),
}  # fmt: skip


class CampaignFilters(Schema):
    """A text, for it is kept with the export as it was asked."""

    campaign: str = Field(max_length=36)


def start() -> None:
    """Make it exportable."""
    lists.register(
        Exportable(
            key="campaign",
            title=TITLE,
            permission=Permission.CHILD_READ,
            sheet=lambda grant, asked: lists.plain_sheet(TITLE, COLUMNS, asked),
            block=_rows,
            filters=CampaignFilters,
        )
    )


def _rows(grant: Grant, asked: Asked, after: Any) -> Block:
    campaign = reading.one(grant, parsed_id(asked.filters["campaign"], "摸底排查"))
    units, villages = figures.by_unit(grant, campaign, Level.VILLAGE), reading.reported(grant, campaign)
    names = named.names({code for village in units for code in (village, at_level(village, Level.TOWNSHIP))})
    return [lists.cells(COLUMNS, asked, _row(code, units[code], villages[code], names)) for code in sorted(units)], None


def _row(code: int, counted: figures.Figures, village: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    return counted | {
        "township": names[at_level(code, Level.TOWNSHIP)],
        "village": names[code],
        "reported": str(village["reported_on"] or ""),
        "by": village["reported_name"],
        "note": village["note"],
    }
