"""Made by `hutong records` from hutong/care/questions/record.py; never edited: change the record, then make it again."""

import uuid
from dataclasses import dataclass, field
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id


@dataclass
class NewQuestion:
    """As told to the action; empty is not said."""

    text: str
    id: uuid.UUID = field(default_factory=new_id)


class QuestionIn(Schema):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    id: uuid.UUID = Field(default_factory=new_id)

    def for_action(self) -> NewQuestion:
        """For the action."""
        return NewQuestion(text=self.text, id=self.id)
