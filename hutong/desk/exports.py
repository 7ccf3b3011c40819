"""The plain lists of the screens as workbooks: 儿童档案, 职责清单, with the screen's filters, columns and masks."""

from typing import Any, Literal

from ninja import Schema
from pydantic import Field, field_validator

from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.children.ledger.id_number import read_id_number
from hutong.children.ledgers_out import lists
from hutong.children.ledgers_out.lists import Asked, Block, Exportable
from hutong.children.models.choices import Risk, Sex
from hutong.desk import children, duties
from hutong.desk.clauses import FOLLOWS

BLOCK = 500
STATES = {"overdue": "逾期", "due": "应办", "done": "已办"}
CHILD = {
    "name": ("姓名", 10), "sex": ("性别", 6), "age": ("年龄", 6), "birth": ("出生日期", 12), "number": ("档案编号", 18),
    "id": ("身份证号", 22), "place": ("村（居）", 24), "categories": ("类别", 24), "risk": ("风险等级", 10),
    "next": ("下次走访", 12), "last": ("上次走访", 12), "directors": ("儿童主任", 14), "guardian": ("监护人或照护人", 18),
    "phone": ("联系电话", 16),
}  # fmt: skip
DUTY = {
    "title": ("职责", 22), "child": ("儿童", 10), "place": ("村（居）", 24), "owners": ("责任人", 14), "due": ("到期日", 12),
    "state": ("状态", 10), "why": ("依据", 36), "owed": ("起算日", 12),
}  # fmt: skip


class ChildFilters(Schema):
    """As in the address of the list."""

    q: str = Field("", max_length=60)
    category: str = ""
    risk: Literal["", "high", "medium", "low", "none"] = ""
    sex: Literal["", "male", "female"] = ""
    age_from: int | None = Field(None, ge=0, le=18)
    age_to: int | None = Field(None, ge=0, le=18)
    state: Literal["active", "exited"] = "active"
    overdue: bool = False
    sort: Literal["name", "-name", "birth_date", "-birth_date", "due"] = "name"

    @field_validator("q")
    @classmethod
    def no_number(cls, text: str) -> str:
        """What was asked for is kept in the open, and no number may be."""
        if read_id_number(text.strip()).number:
            raise ValueError
        return text


class DutyFilters(Schema):
    """As in the address of the list."""

    clause: str = Field("", max_length=20)
    state: Literal["due", "overdue", "done"] = "due"


def start() -> None:
    """Make both lists exportable."""
    lists.register(
        Exportable(
            key="children",
            title="儿童档案清单",
            permission=Permission.CHILD_READ,
            sheet=lambda grant, asked: lists.plain_sheet("儿童档案清单", CHILD, asked),
            block=_children,
            total=lambda grant, asked: children.filtered(grant, _wanted(asked)).count(),
            filters=ChildFilters,
        )
    )
    lists.register(
        Exportable(
            key="duties",
            title="职责清单",
            permission=Permission.HOME,
            sheet=lambda grant, asked: lists.plain_sheet("职责清单", DUTY, asked),
            block=_duties,
            total=lambda grant, asked: duties.filtered(grant, _clauses(asked), asked.filters["state"]).count(),
            filters=DutyFilters,
        )
    )


def _wanted(asked: Asked) -> children.Filters:
    return children.Filters(**asked.filters)


def _clauses(asked: Asked) -> tuple[str, ...]:
    clause = asked.filters["clause"]
    return FOLLOWS.get(clause, (clause,)) if clause else ()


def _children(grant: Grant, asked: Asked, after: Any) -> Block:
    found = children.listing(grant, _wanted(asked), after, BLOCK)
    return [lists.cells(CHILD, asked, _child(row)) for row in found["items"]], found["next"]


def _child(row: dict[str, Any]) -> dict[str, Any]:
    guardian = row["guardian"] or {"name": "", "relation": "", "phone_masked": ""}
    return {
        "name": row["name"],
        "sex": Sex(row["sex"]).label if row["sex"] else "",
        "age": row["age"],
        "birth": _day(row["birth_date"]),
        "number": row["number"],
        "id": row["id_masked"],
        "place": f"{row['township']}{row['place'].name}",
        "categories": "、".join(one["label"] for one in row["categories"]),
        "risk": Risk(row["risk"]).label if row["risk"] else "",
        "next": _day(row["next_due"]),
        "last": _day(row["last_visit"]),
        "directors": "、".join(row["directors"]),
        "guardian": f"{guardian['name']} {guardian['relation']}".strip(),
        "phone": guardian["phone_masked"],
    }


def _duties(grant: Grant, asked: Asked, after: Any) -> Block:
    found = duties.listing(grant, _clauses(asked), asked.filters["state"], after, BLOCK)
    return [lists.cells(DUTY, asked, _duty(row)) for row in found["items"]], found["next"]


def _duty(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"],
        "child": row["child"]["name"] if row["child"] else "",
        "place": f"{row['township']}{row['place'].name}",
        "owners": "、".join(row["owners"]),
        "due": _day(row["due"]),
        "state": STATES[row["state"]],
        "why": row["why"],
        "owed": _day(row["owed_since"]),
    }


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
