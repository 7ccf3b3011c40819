"""What a list is asked for in its address. A list with filters says them once, in a schema on top of these, and whatever
else takes them (a search, a workbook of the same list) takes that schema."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from hutong.accounts.grants import Grant
from hutong.accounts.http import place_in

Limit = Annotated[int, Field(ge=1, le=100)]


class Page(Schema):
    """after: where the page before said that this one begins (positions.py)."""

    after: str | None = None


class OfPlace(Page):
    """place: the unit it is about; without one all that the caller sees."""

    place: int | None = None

    def within(self, grant: Grant) -> Grant:
        """The grant over the unit alone. Raises Problem 404."""
        return place_in(grant, self.place)[0]
