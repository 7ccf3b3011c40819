"""Shapes of 地址保密 on the wire."""

import uuid
from datetime import date

from ninja import Schema
from pydantic import Field

from hutong.children.models.protection import Against, Basis


class Choice(Schema):
    value: str
    label: str


class ProtectionIn(Schema):
    """until: the last day on which it holds."""

    against: Against
    against_name: str = Field(default="", max_length=60)
    basis: Basis
    document: str = Field(default="", max_length=100)
    decided_by: str = Field(default="", max_length=100)
    since: date
    until: date | None = None


class ProtectionOut(Schema):
    id: uuid.UUID
    against: str
    against_name: str
    basis: str
    document: str
    decided_by: str
    since: date
    until: date | None


class ProtectionList(Schema):
    """may_end: a supervisor or the county ends it. kept_out: who of village and township must stay out of the file."""

    items: list[ProtectionOut]
    against: list[Choice]
    bases: list[Choice]
    may_end: bool
    kept_out: list[str]


class EndProtectionIn(Schema):
    reason: str = Field(min_length=2, max_length=200)
