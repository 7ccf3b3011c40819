"""What devices receive and may send. An app above registers its own in its `sync.py`; this app knows none of their tables."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ninja import Schema

from hutong.accounts.grants import Grant
from hutong.ground.refusal import Refused


@dataclass(frozen=True)
class Record:
    """The present state of a record as a post may see it. version: any number below 2⁵³ that changes with data."""

    version: int
    place: int
    data: dict[str, Any]


@dataclass(frozen=True)
class Feed:
    """A type of record that devices receive, whole and never as differences.

    show: records of some ids inside the grant; what it leaves out, the device removes. versions: of all records inside
    the grant, cheaply: it is asked at every pull. tables: those whose journal entries make a record travel again.
    by: whether its id is the child's or the entry's own record. whole: where it shows no child, nothing is held of it.
    """

    name: str
    label: str
    tables: frozenset[str]
    show: Callable[[Grant, Collection[uuid.UUID]], dict[uuid.UUID, Record]]
    versions: Callable[[Grant], dict[uuid.UUID, int]]
    by: Literal["child", "record"] = "child"
    whole: bool = False


@dataclass(frozen=True)
class Document:
    """Something that every record needs and that changes seldom: forms, names of places. Sent whole when it changed.

    for_all: the same for everybody while the program runs; built once, without a grant.
    """

    name: str
    build: Callable[[Any], Any]
    for_all: bool = False


@dataclass(frozen=True)
class Owed:
    """The open duties of a grant: a version that changes with them, and all of them whole."""

    version: Callable[[Grant], str]
    items: Callable[[Grant], list[dict[str, Any]]]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile. server: what stands; device: what was sent; texts: both as people read
    them."""

    group: str
    field: str
    label: str
    server: Any
    device: Any
    texts: tuple[str, str]


@dataclass(frozen=True)
class Applied:
    """What an operation did. record: what it made or changed; differences: what it left to a person."""

    child: uuid.UUID | None
    place: int
    record: uuid.UUID | None = None
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class Verb:
    """A kind of operation that devices may send: the action of the same name.

    apply: (grant, what was sent, based_on) → Applied, inside the operation; raises Refused, Unsuitable or NotAllowed.
    child: the child that a payload is about, if it is about one. retarget: whether a person may say that another child was meant.
    show: what was sent, beside what stands, for the person who decides: (label, what stands or "", what was sent).
    settle: take the sent value of a Difference after all. together: `apply` for several at once that are about children all
    different, in the order sent; what it cannot do for all of them it raises, and each is applied by itself.
    """

    name: str
    label: str
    shape: type[Schema]
    apply: Callable[[Grant, Any, int | None], Applied]
    child: Callable[[Any], uuid.UUID | None]
    show: Callable[[Grant, Any], list[tuple[str, str, str]]]
    settle: Callable[[Grant, uuid.UUID, Difference], None] | None = None
    retarget: bool = True
    together: Callable[[Grant, Sequence[Any]], list[Applied]] | None = None


class Unsuitable(Refused):
    """The sender cannot help it: the operation is kept for a person, with this sentence."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence, "unsuitable")


@dataclass
class Registry:
    """Everything registered, by name."""

    feeds: dict[str, Feed] = field(default_factory=dict)
    verbs: dict[str, Verb] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    owed: list[Owed] = field(default_factory=list)
    home: list[Callable[[uuid.UUID], int | None]] = field(default_factory=list)


registry = Registry()


def feed(one: Feed) -> None:
    """Offer a type of record."""
    registry.feeds[one.name] = one


def verb(one: Verb) -> None:
    """Take a kind of operation."""
    registry.verbs[one.name] = one


def document(one: Document) -> None:
    """Offer a document."""
    registry.documents[one.name] = one


def owed(one: Owed) -> None:
    """Offer the open duties."""
    registry.owed[:] = [one]


def home(place_of: Callable[[uuid.UUID], int | None]) -> None:
    """Say how the present place of a child is found, inside the sender's scope or not."""
    registry.home[:] = [place_of]


def home_of(child: uuid.UUID) -> int | None:
    """Where a child lives by now, wherever that is: for what belongs to it, never for an answer."""
    return registry.home[0](child) if registry.home else None
