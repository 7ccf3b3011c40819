"""Made by `hutong records` from hutong/care/checks/record.py; never edited: change the record, then make it again."""

import uuid
from datetime import date
from typing import Annotated, Any

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
    kept: Any = one  # what Django makes of choices has no types
    return CheckProblemRow(
        id=one.pk,
        child=child,
        found_on=kept.found_on,
        text=kept.text,
        due=kept.due,
        fixed_on=kept.fixed_on,
        fixed_note=kept.fixed_note,
        fixed_name=kept.fixed_name,
        late=late,
    )
