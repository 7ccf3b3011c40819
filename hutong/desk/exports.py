"""The plain lists of the screens as workbooks: 儿童档案, 职责清单, 走访记录, 工作力量, 台账异常, with filters, columns, masks."""

from typing import Any

from pydantic import Field, field_validator

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.children.models.choices import Risk, Sex
from hutong.children.values.id_number import read_id_number
from hutong.desk import children, duties, paging, visits
from hutong.desk.filters import ChildFilters, DutyFilters, VisitFilters
from hutong.returns.out import exceptions, lists
from hutong.returns.out.lists import Asked, Block, Exportable
from hutong.returns.out.schemas import ExceptionFilters
from hutong.workforce import listing
from hutong.workforce.schemas import PostFilters

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

VISIT = {
    "on": ("走访日期", 12), "name": ("儿童", 10), "place": ("村（居）", 24), "mode": ("走访方式", 12), "visitor": ("走访人", 10),
    "seen": ("见到谁", 18), "changed": ("有变化", 22), "problems": ("有问题", 22), "risk": ("风险等级", 10),
    "next": ("约定日期", 12),
}  # fmt: skip
POST = {
    "name": ("姓名", 10), "role": ("岗位", 16), "place": ("单位或村（居）", 26), "organisation": ("所在单位", 24),
    "staff_number": ("工号", 14), "phone": ("联系电话", 16), "since": ("任职日期", 12), "basis": ("任职文件", 26),
}  # fmt: skip
EXCEPTION = {
    "name": ("姓名", 10), "age": ("年龄", 6), "place": ("村（居）", 24), "what": ("异常", 44), "fix": ("怎么办", 18),
    "said": ("情况说明", 30), "until": ("有效期至", 12),
}  # fmt: skip


class ChildWanted(ChildFilters):
    """The same with words, as they were typed."""

    q: str = Field(default="", max_length=60)

    @field_validator("q")
    @classmethod
    def no_number(cls, text: str) -> str:
        """What was asked for is kept in the open, and no number may be."""
        if read_id_number(text.strip()).number:
            raise ValueError
        return text


def start() -> None:
    """Make the lists exportable."""
    for one in (
        _list("visits", "走访记录", Permission.CHILD_READ, VISIT, VisitFilters, _visits),
        _list("posts", "工作力量", Permission.POST_READ, POST, PostFilters, _posts),
        _list("ledger-exceptions", "台账异常", Permission.CHILD_READ, EXCEPTION, ExceptionFilters, _exceptions),
        _list("children", "儿童档案清单", Permission.CHILD_READ, CHILD, ChildWanted, _children, _how_many_children),
        _list("duties", "职责清单", Permission.HOME, DUTY, DutyFilters, _duties, _how_many_duties),
    ):
        lists.register(one)


def _list(
    key: str, title: str, permission: Permission, columns: Any, filters: Any, block: Any, total: Any = None
) -> Exportable:
    """A plain list; its block gives the rows' values by column, and where the next begins."""

    def rows(grant: Grant, asked: Asked, after: Any) -> Block:
        found, following = block(grant, filters(**asked.filters), after)
        return [lists.cells(columns, asked, row) for row in found], following

    def count(grant: Grant, asked: Asked) -> int | None:
        return total(grant, filters(**asked.filters)) if total else None

    sheet = lambda grant, asked: lists.plain_sheet(title, columns, asked)  # noqa: E731  # shorter than a function of its own
    return Exportable(key, title, permission, sheet, rows, count, filters)


def _visits(grant: Grant, wanted: VisitFilters, after: Any) -> tuple[list[dict[str, Any]], Any]:
    found = visits.listing(grant, wanted, after, BLOCK)
    return [_visit(row) for row in found["items"]], found["next"]


def _visit(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: "、".join(row[name]) for name in ("seen", "changed", "problems")}
    place = f"{row['township']}{row['place'].name}"
    return row | told | {"on": _day(row["on"]), "next": _day(row["next_on"]), "place": place}


def _posts(grant: Grant, wanted: PostFilters, after: Any) -> tuple[list[dict[str, Any]], Any]:
    found = listing.held(grant, wanted.role)
    page, following = paging.page(found, "place", after, BLOCK)
    return [_post(row) for row in listing.rows(page)], following


def _post(row: Any) -> dict[str, Any]:
    told = {name: getattr(row.person, name) for name in ("name", "staff_number")}
    return told | {
        "role": row.role_name,
        "place": row.place.name,
        "organisation": row.organisation,
        "phone": row.person.phone_masked or "",
        "since": _day(row.since),
        "basis": row.basis,
    }


def _exceptions(grant: Grant, wanted: ExceptionFilters, after: Any) -> tuple[list[dict[str, Any]], Any]:
    found = exceptions.listing(grant, wanted.rule, wanted.explained, after or "")
    return [_exception(row) for row in found["items"]], found["next"]


def _exception(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ("name", "age", "fix")}
    place = f"{row['township']}{row['place'].name}"
    return told | {"place": place, "what": row["sentence"], "said": row["explained"], "until": _day(row["until"])}


def _children(grant: Grant, wanted: ChildWanted, after: Any) -> tuple[list[dict[str, Any]], Any]:
    found = children.listing(grant, wanted, after, BLOCK, wanted.q)
    return [_child(row) for row in found["items"]], found["next"]


def _how_many_children(grant: Grant, wanted: ChildWanted) -> int:
    return children.filtered(grant, wanted, wanted.q).count()


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


def _duties(grant: Grant, wanted: DutyFilters, after: Any) -> tuple[list[dict[str, Any]], Any]:
    found = duties.listing(grant, wanted, after, BLOCK, leaves=True)
    return [_duty(row) for row in found["items"]], found["next"]


def _how_many_duties(grant: Grant, wanted: DutyFilters) -> int:
    return duties.filtered(grant, wanted, leaves=True).count()


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
