"""Shapes of the register of organisations."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.lists import OfPlace
from hutong.accounts.models import new_id
from hutong.places.schemas import PlaceRef

Kind = Literal["department", "protection_institution", "welfare_institution", "body"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
Contact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=30, pattern=r"^[0-9０-９ ()（）+\-－—转]*$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class OrganisationsIn(OfPlace):
    """Which organisations are asked for; empty means any."""

    kind: Kind | None = None
    closed: bool = False
    above: bool = False


class OrganisationsSearchIn(OrganisationsIn):
    """The same by words."""

    q: Annotated[str, Field(max_length=60)]


class OrganisationOut(Schema):
    """mine: whether the reader may change it."""

    id: uuid.UUID
    kind: str
    kind_label: str
    name: str
    place: PlaceRef
    contact: str
    phone_masked: str | None
    posts: int
    closed_on: date | None
    closed_reason: str
    mine: bool


class Organisations(Schema):
    """At most 500, with the true total."""

    items: list[OrganisationOut]
    total: int
    next: str | None


class OrganisationIn(Schema):
    """id: made by the client; sent twice, it makes one entry."""

    id: uuid.UUID = Field(default_factory=new_id)
    kind: Kind
    name: Name
    place: int = Field(ge=0, lt=10**12)
    contact: Contact = ""
    phone: Phone = ""


class OrganisationChange(Schema):
    """phone: left out, the number stays."""

    name: Name
    contact: Contact = ""
    phone: Phone | None = None


class ClosingIn(Schema):
    reason: Reason


class OrganisationPhone(Schema):
    phone: str
