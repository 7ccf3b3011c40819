"""Made by `hutong records` from hutong/care/checks/record.py; never edited: change the record, then make it again."""

import uuid
from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

from hutong.care.models import CheckProblem
from hutong.children.refs import ChildRef


class FixedIn(Schema):
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class CheckProblemRow(Schema):
    id: uuid.UUID
    child: ChildRef
    found_on: date
    text: str
    due: date
    fixed_on: date | None
    fixed_note: str
    fixed_name: str
    late: bool


class CheckProblemRows(Schema):
    items: list[CheckProblemRow]
    total: int
    next: str | None


def row(one: CheckProblem, child: ChildRef, late: bool) -> CheckProblemRow:
    """One row of the list."""
    return CheckProblemRow(
        id=one.pk,
        child=child,
        found_on=one.found_on,
        text=one.text,
        due=one.due,
        fixed_on=one.fixed_on,
        fixed_note=one.fixed_note,
        fixed_name=one.fixed_name,
        late=late,
    )
