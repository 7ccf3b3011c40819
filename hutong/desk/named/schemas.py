"""Shapes of rights held by name."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import StringConstraints

from hutong.desk.duty_schemas import Total
from hutong.desk.looks.schemas import LookOut
from hutong.places.schemas import PlaceRef
from hutong.workforce.security.schemas import Reason


class NamedAskIn(Schema):
    """kind: name a post for sealed matters, or give out its holder's account anew."""

    kind: Literal["name", "reissue"]
    reason: Reason


class NamedAskOut(Schema):
    """mine: whether it waits for whoever looks. seen: whether that person has taken note."""

    id: uuid.UUID
    kind: str
    kind_label: str
    person: str
    staff_number: str
    role: str
    place: PlaceRef
    reason: str
    at: datetime
    by: str
    answer: Literal["", "agreed", "refused"]
    answer_reason: str
    answered_at: datetime | None
    answered_by: str
    mine: bool
    seen: bool


class NamedAsks(Schema):
    """The newest first; unseen: how many whoever looks has not taken note of."""

    items: list[NamedAskOut]
    total: Total
    unseen: int
    next: str | None


class PostAskOut(Schema):
    """mine: whether it waits for whoever looks."""

    id: uuid.UUID
    person: str
    staff_number: str
    role: str
    where: str
    since: date
    reason: str
    at: datetime
    by: str
    mine: bool


class PostAsks(Schema):
    """Those that wait, the newest first."""

    items: list[PostAskOut]
    total: Total
    next: str | None


class NamedAnswerIn(Schema):
    """reason: needed where it is refused."""

    agreed: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class NamedAnswered(Schema):
    """initial_password: shown this once to whoever agreed, to be given to the person named, seen in person."""

    initial_password: str | None


class SealedLook(LookOut):
    """number: of the file, empty for an urgent report."""

    number: str
    place: str


class SealedLooks(Schema):
    items: list[SealedLook]
    total: Total
    next: str | None
