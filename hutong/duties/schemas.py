"""Shapes of waivers and assigned tasks."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.places.schemas import PlaceRef

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class WaiverIn(Schema):
    reason: Reason


# As many as a page of the list shows.
Many = Annotated[list[uuid.UUID], Field(max_length=100)]


class WaiversIn(WaiverIn):
    """Several of one's own rounds, with one reason for all."""

    duties: Many


class Asked(Schema):
    asked: int


class UrgeIn(Schema):
    """duties: open rounds of others; places: units below."""

    duties: Many = []
    places: Annotated[list[int], Field(max_length=100)] = []


class Urged(Schema):
    """told: people; vacant: rounds and units of which nobody holds the post."""

    told: int
    vacant: int


class WaiverAnswerIn(Schema):
    """reason: needed where it is refused."""

    agreed: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class WaiverChild(Schema):
    id: uuid.UUID
    name: str


class WaiverOut(Schema):
    """child: None where the duty is about no child, or about one that the reader may not see. may_answer: whether this post
    stands above the one that asked. over: the duty ended otherwise meanwhile, and nobody answers any more."""

    id: uuid.UUID
    title: str
    clause: str
    place: PlaceRef
    child: WaiverChild | None
    due: date
    reason: str
    asked_name: str
    asked_on: date
    answer: Literal["", "agreed", "refused"]
    answer_reason: str
    answered_name: str
    answered_on: date | None
    may_answer: bool
    over: bool


class TaskIn(Schema):
    """organisation: a department, institution or body that does it; else the post at the place. places: further units below
    that are told the same."""

    place: int
    places: Annotated[list[int], Field(max_length=100)] = []
    organisation: uuid.UUID | None = None
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    due: date


class TaskDoneIn(Schema):
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class SentenceIn(TaskDoneIn):
    """From a phone: what was done about the subject of a duty that a sentence discharges."""

    subject: uuid.UUID


class TaskOut(Schema):
    """mine: to be done by this post; theirs: assigned from above, and may be withdrawn here."""

    id: uuid.UUID
    place: PlaceRef
    owner_name: str
    title: str
    text: str
    due: date
    assigned_name: str
    assigned_on: date
    done_note: str
    done_name: str
    done_on: date | None
    withdrawn_reason: str
    withdrawn_on: date | None
    late: bool
    mine: bool
    may_withdraw: bool


class Waivers(Schema):
    """Those of a unit, the open ones first."""

    items: list[WaiverOut]
    total: int
    next: str | None


class Tasks(Schema):
    """Those of a unit, the open ones first."""

    items: list[TaskOut]
    total: int
    next: str | None
