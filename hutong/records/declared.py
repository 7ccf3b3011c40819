"""The words in which a `record.py` says what a record is. Only data: nothing here runs, registers or makes classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

Text = str | Callable[[Any], str]
TODAY = "today"


@dataclass(frozen=True)
class Ask:
    """One thing asked. Label, choices, limit, emptiness and seal are the column's own (ADR 4).

    column: where it is kept, if under another name. usual: what stands in the form at first; TODAY is the day.
    required: None is as the column has it. show_if: (field, values) under which it is asked at all.
    not_before, not_after: a day of another field, or TODAY. choices: of a list column, several of them.
    of: of a column that keeps one answer for each of `choices`. notes: of one that keeps a sentence for each, so long.
    """

    name: str
    column: str = ""
    hint: str = ""
    required: bool | None = None
    usual: Any = None
    show_if: tuple[str, tuple[Any, ...]] | None = None
    not_before: str = ""
    not_after: str = ""
    choices: Mapping[str, str] | None = None
    of: Mapping[str, str] | None = None
    notes: int = 0


@dataclass(frozen=True)
class Several:
    """Rows asked together with a record, at most so many, each kept as a record of its own. shape, told: as of a Form."""

    name: str
    title: str
    shape: str
    told: str
    model: type[models.Model]
    asks: tuple[Ask, ...]
    most: int = 10
    hint: str = ""


@dataclass(frozen=True)
class When:
    """A condition over one field: its value (or one of its values) is among some; it is empty; or, given nothing, it is filled."""

    field: str
    among: tuple[Any, ...] | None = None
    empty: bool = False


@dataclass(frozen=True)
class Refuse:
    """What does not fit together, without a look at the register: all conditions hold, and the sentence stands at the field.

    each: the field keeps one answer for each point, and the conditions are asked of every point: `{point}` in names of fields
    is its key, in the sentence its label.
    """

    field: str
    sentence: str
    when: tuple[When, ...]
    each: str = ""


@dataclass(frozen=True)
class Form:
    """What is asked by one action. shape: what travels is called; told: what the action takes, with an id that the sender
    makes, so that sending twice keeps one; empty where the action takes the values by themselves."""

    shape: str
    asks: tuple[Ask | Several, ...]
    told: str = ""
    refuses: tuple[Refuse, ...] = ()


@dataclass(frozen=True)
class Says:
    """How the record reads in the child's history after an action: words with the columns' names in braces, choices by their
    labels; or a function of the row. An empty title tells nothing."""

    action: str
    title: Text
    detail: Text = ""


@dataclass(frozen=True)
class Paper:
    """A table in the printed file, the newest first. key: what it is asked for by. columns: (name above it, share of the width, what stands there)."""

    key: str
    title: str
    columns: tuple[tuple[str, int, Text], ...]
    order: tuple[str, ...]
    most: int = 30


@dataclass(frozen=True)
class Phone:
    """On the phones of a child's village: the newest records of each child. order: the column that says which are; sends: the
    kind of operation by which a phone makes one, asked there by the record's first form unless a page of its own asks.

    shows: columns beside those that are asked. discharges: rules whose duties about the child are done by it, so that a phone
    hides them while it waits.
    """

    feed: str
    label: str
    order: str
    last: int = 10
    sends: str = ""
    own_page: bool = False
    shows: tuple[str, ...] = ()
    discharges: tuple[str, ...] = ()


@dataclass(frozen=True)
class Packet:
    """In a file that leaves for another deployment. check: raises ValueError where a row's values do not fit together."""

    key: str
    check: Callable[[dict[str, Any]], None] = lambda values: None


class Follows(Enum):
    """What a record does when its child goes: to another place, or into another file."""

    TRAVELS = "travels with the child"
    STAYS = "stays where it was made, or with the county that leads"


# Columns that are facts of the file: told in its history as changes from what to what.
AS_CHANGES = "facts"


@dataclass(frozen=True, kw_only=True)
class Goes:
    """Where a record goes. Nothing is left to a default, least of all what a move and a merge do with it.

    timeline: the kind of event it is in the child's history, or AS_CHANGES. phone: a feed of its own, or the name of the feed
    that holds it. doubles: what it is called where two files are compared. exchange: whether the national system is told.
    erasure: whether it has a history, which goes with the child's when the law has that erased (children/erasing.py), named there or not.
    """

    timeline: str | None
    paper: Paper | None
    phone: Phone | str | None
    packet: Packet | None
    doubles: str | None
    exchange: bool
    erasure: bool
    move: Follows
    merge: Follows


def nowhere(*, erasure: bool, move: Follows, merge: Follows) -> Goes:
    """For what the house keeps about children and shows in none of the places where records are shown."""
    return Goes(timeline=None, paper=None, phone=None, packet=None, doubles=None, exchange=False, erasure=erasure, move=move,
                merge=merge)  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """One table that names children. child: the field by which, `id` of the file itself.

    shows: columns of a list's row. adds: what an app adds to such a row, with the type in Python's words.
    """

    model: type[models.Model]
    title: str
    goes: Goes
    child: str = "child"
    forms: tuple[Form, ...] = ()
    says: tuple[Says, ...] = ()
    shows: tuple[str, ...] = ()
    adds: Mapping[str, str] | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def column(self) -> str:
        """The attribute by which rows are found: `child_id` of a reference, `child` of a bare id."""
        return self.model._meta.get_field(self.child).attname  # type: ignore[union-attr]  # no relation back
