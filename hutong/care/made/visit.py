"""Made by `hutong records` from hutong/care/record.py; never edited: change the record, then make it again."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id


@dataclass
class NewVisit:
    """As told to the action; empty is not said."""

    on: date
    mode: str
    place_text: str = ""
    seen: list[str] = field(default_factory=list)
    spoke_alone: bool | None = None
    words: str = ""
    words_by: str = ""
    no_change: bool = False
    findings: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    risk: str = ""
    risk_reasons: str = ""
    next_steps: str = ""
    next_on: date | None = None
    id: uuid.UUID = field(default_factory=new_id)


class VisitIn(Schema):
    on: date
    mode: Literal["home", "school", "phone", "elsewhere"]
    place_text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    seen: list[Literal["child", "carer", "parent", "teacher", "neighbour"]] = []
    spoke_alone: bool | None = None
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    words_by: Literal["", "speech", "drawing", "sign", "interpreter"] = ""
    no_change: bool = False
    findings: dict[
        Literal["living", "guardianship", "schooling", "health", "safety", "mood"],
        Literal["normal", "changed", "problem"],
    ] = {}
    notes: dict[str, Annotated[str, Field(max_length=500)]] = {}
    risk: Literal["", "high", "medium", "low"] = ""
    risk_reasons: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    next_steps: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    next_on: date | None = None
    id: uuid.UUID = Field(default_factory=new_id)

    def for_action(self) -> NewVisit:
        """For the action."""
        return NewVisit(
            on=self.on,
            mode=self.mode,
            place_text=self.place_text,
            seen=list(self.seen),
            spoke_alone=self.spoke_alone,
            words=self.words,
            words_by=self.words_by,
            no_change=self.no_change,
            findings={**self.findings},
            notes={**self.notes},
            risk=self.risk,
            risk_reasons=self.risk_reasons,
            next_steps=self.next_steps,
            next_on=self.next_on,
            id=self.id,
        )


class SentVisit(VisitIn):
    """As a phone sends it: with the child that it is about."""

    child: uuid.UUID
