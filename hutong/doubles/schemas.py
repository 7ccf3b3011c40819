"""Shapes of double files."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from hutong.accounts.lists import OfPlace
from hutong.children.schemas import ChangeOut
from hutong.places.schemas import PlaceRef

Reason = Field(min_length=2, max_length=200)


class DoublesIn(OfPlace):
    """What the list of double files is asked for."""

    status: Literal["open", "twins", "merged", "not_double"] = "open"


class DoubleEvidence(Schema):
    """One thing that speaks for (or against) one child."""

    key: str
    text: str
    against: bool


class DoubleFile(Schema):
    """One of the two files."""

    id: uuid.UUID
    number: str
    name: str
    sex: str
    birth_date: date
    age: int
    id_masked: str
    place: PlaceRef
    path: str
    state: str
    registered_on: date


class DoubleRow(Schema):
    id: uuid.UUID
    status: str
    status_label: str
    place: PlaceRef
    evidence: list[DoubleEvidence]
    found_at: datetime
    proposed_by: str
    note: str
    reason: str
    decided_by: str
    decided_at: datetime | None
    kept: uuid.UUID | None
    files: list[DoubleFile]


class DoubleList(Schema):
    """counts: by status, over the whole scope."""

    items: list[DoubleRow]
    total: int
    next: str | None
    counts: dict[str, int]


class ComparedField(Schema):
    """values: of both files, as people read them; differs: whether a choice is needed; suggested: index of the file
    whose value is taken unless somebody chooses."""

    path: str
    label: str
    values: list[str | None]
    differs: bool
    suggested: int


class ComparedGroup(Schema):
    key: str
    title: str
    fields: list[ComparedField]


class DoubleCount(Schema):
    label: str
    counts: list[int]


class DoubleOut(DoubleRow):
    """registered_by: who opened each file; suggested: index of the file that stays unless somebody chooses."""

    registered_by: list[str]
    categories: list[list[str]]
    counts: list[DoubleCount]
    groups: list[ComparedGroup]
    suggested: int


class DoubleProposeIn(Schema):
    """other: the id or the 护童编号 of the file that may be the same child's."""

    other: str = Field(min_length=1, max_length=40)
    note: str = Reason


class DoubleMergeIn(Schema):
    """keep: the file that stays; take: fields (group.field) whose value comes from the other."""

    keep: uuid.UUID
    take: list[str] = []


class DoubleClaimIn(Schema):
    """lives_with: the file of the place where the child lives now; the other end is asked to let the child go there."""

    lives_with: uuid.UUID
    reason: str = Reason


class DoubleReasonIn(Schema):
    reason: str = Reason


class DoubleBuilt(Schema):
    """What was written about the child after the merge."""

    at: datetime
    by: str
    title: str


class DoubleMoved(Schema):
    label: str
    count: int


class DoubleUndoOut(Schema):
    """moves: what goes back to the other file; restored: values that were overwritten; built: why it cannot be."""

    possible: bool
    moves: list[DoubleMoved]
    restored: list[ChangeOut]
    built: list[DoubleBuilt]


class ChildDoubles(Schema):
    """Pairs of which both files lie in scope: of another nobody learns from its own end that it is there."""

    items: list[DoubleRow]
