"""Made by `hutong records` from hutong/care/checks/record.py; never edited: change the record, then make it again."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id
from hutong.care.models import KeyCheck
from hutong.children.refs import ChildRef


@dataclass
class NewProblem:
    """As told to the action; empty is not said."""

    text: str
    due: date


class ProblemIn(Schema):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    due: date

    def for_action(self) -> NewProblem:
        """For the action."""
        return NewProblem(text=self.text, due=self.due)


@dataclass
class NewCheck:
    """As told to the action; empty is not said."""

    on: date
    mode: str
    found: str
    problems: list[NewProblem] = field(default_factory=list)
    id: uuid.UUID = field(default_factory=new_id)


class KeyCheckIn(Schema):
    on: date
    mode: Literal["home", "school", "phone", "elsewhere"]
    found: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    problems: Annotated[list[ProblemIn], Field(max_length=10)] = []
    id: uuid.UUID = Field(default_factory=new_id)

    def for_action(self) -> NewCheck:
        """For the action."""
        return NewCheck(
            on=self.on,
            mode=self.mode,
            found=self.found,
            problems=[one.for_action() for one in self.problems],
            id=self.id,
        )


class KeyCheckRow(Schema):
    id: uuid.UUID
    child: ChildRef
    on: date
    mode: Literal["home", "school", "phone", "elsewhere"]
    mode_label: str
    found: str
    checker_name: str


class KeyCheckRows(Schema):
    items: list[KeyCheckRow]
    total: int
    next: str | None


def row(one: KeyCheck, child: ChildRef) -> KeyCheckRow:
    """One row of the list."""
    kept: Any = one  # what Django makes of choices has no types
    return KeyCheckRow(
        id=one.pk,
        child=child,
        on=kept.on,
        mode=kept.mode,
        mode_label=kept.get_mode_display(),
        found=kept.found,
        checker_name=kept.checker_name,
    )
