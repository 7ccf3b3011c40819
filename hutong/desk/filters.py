"""The filters of the lists of the screens, said once: for the address, for the search by words and for the workbook."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

Years = Annotated[int | None, Field(ge=0, le=18)]


class ChildFilters(Schema):
    """Of the list of children, beside words; empty means any."""

    category: str = ""
    risk: Literal["", "high", "medium", "low", "none"] = ""
    sex: Literal["", "male", "female"] = ""
    age_from: Years = None
    age_to: Years = None
    state: Literal["active", "exited"] = "active"
    overdue: bool = False
    sort: Literal["name", "-name", "birth_date", "-birth_date", "due"] = "name"

    @property
    def everyone(self) -> bool:
        """Whether nobody is left out who is on the register, in whatever order."""
        mine = {name: field.default for name, field in ChildFilters.model_fields.items() if name != "sort"}
        return all(getattr(self, name) == usual for name, usual in mine.items())


class DutyFilters(Schema):
    """Of the list of duties. rule: of one kind. post: what its holder owes. mine: what I owe, or is addressed to me."""

    clause: str = Field(default="", max_length=20)
    state: Literal["due", "overdue", "old", "done"] = "due"
    rule: str = Field(default="", max_length=40)
    post: uuid.UUID | None = None
    mine: bool = False


class VisitFilters(Schema):
    """Of the list of visits: between two days, both included."""

    since: date | None = None
    until: date | None = None
