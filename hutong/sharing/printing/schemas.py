"""Shapes of printing on the wire."""

import uuid
from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from hutong.children.protecting.reading import Recipient


class PrintOption(Schema):
    value: str
    label: str


class RecipientOption(PrintOption):
    hidden: bool = Field(description="address, school, phones and the carer's address are left out for this one")


class PrintForm(Schema):
    """mark: against whom the address is protected today, empty where it is not. share: what a paper by a share will say.
    series: under which the own unit numbers what goes out."""

    parts: list[PrintOption]
    recipients: list[RecipientOption]
    may_unmask: bool
    mark: str
    share: str
    series: list[PrintOption]


class PrintIn(Schema):
    paper: Literal["card", "file"]
    purpose: str = Field(min_length=2, max_length=200)
    recipient: Recipient = Recipient.OWN
    recipient_name: str = Field(default="", max_length=60)
    parts: list[str] = Field(default=[], description="for a file: keys of PrintForm.parts; none means all")
    full_numbers: bool = False
    series: uuid.UUID | None = Field(default=None, description="number it under this one, and keep the issued copy")


class PaperOut(Schema):
    """What 核验 says. own: printed of the caller's jurisdiction; else only what the first six tell.

    number: its 文号, where it has one. copy_kept: whether it can be seen as it was issued.
    changed: the file was changed after the paper was printed; None where it has no file.
    """

    own: bool = False
    title: str
    code: str
    unit: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str = ""
    person_name: str = ""
    purpose: str = ""
    recipient: str = ""
    child: uuid.UUID | None = None
    child_name: str = ""
    changed: bool | None = None
    number: str = ""
    copy_kept: bool = False


class PaperWithdrawIn(Schema):
    reason: str = Field(min_length=2, max_length=200)
