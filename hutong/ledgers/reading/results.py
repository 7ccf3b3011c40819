"""What checking a ledger answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from hutong.ledgers.reading.book import Book

Outcome = Literal["new", "changed", "unchanged", "duplicate", "refused"]
Severity = Literal["error", "warning"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "unchanged", "duplicate", "refused")
PersonKey = tuple[str, date, int]  # name as it is compared (children.names.bare), birth date, place code


class Match(NamedTuple):
    """A village found (or not) under the unit whose ledger it is."""

    status: Literal["found", "unknown", "ambiguous", "outside"]
    place_code: int | None = None
    statistical_code: str | None = None


class VillageMatch(Protocol):
    """What a matcher answers; `Match` is one."""

    @property
    def status(self) -> str:
        """found, unknown, ambiguous or outside."""
        ...

    @property
    def place_code(self) -> int | None:
        """Hutong's code when found."""
        ...

    @property
    def statistical_code(self) -> int | str | None:
        """The national code when found; None for a village that the national list lacks."""
        ...


class VillageMatcher(Protocol):
    """Finds a village below the ledger's unit by what offices write."""

    def match(self, text: str, /) -> VillageMatch:
        """`text` may carry township or county in front. Empty text asks for the unit itself:
        found when it is a village, else unknown."""
        ...

    def unit(self, text: str, /) -> str:
        """What the whole name of a unit above the village is to the ledger's unit: own (itself or one above it), inside,
        outside, or unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Closed:
    """A file that was closed: since when, why, and whether the child is dead."""

    on: date
    reason: str
    dead: bool


@dataclass(frozen=True, slots=True)
class Registered:
    """A child already registered. `values` are field → normal string, as in LedgerChild.values()."""

    child_id: str
    name: str
    values: Mapping[str, str | None] = field(default_factory=dict)
    place_code: int | None = None
    closed: Closed | None = None


class Register(Protocol):
    """The children already registered."""

    def find(self, id_numbers: Sequence[str]) -> Mapping[str, Registered]:
        """By ID number, in scope only: of a child elsewhere nothing is known. Asked block by block."""
        ...

    def find_by_person(self, keys: Sequence[PersonKey]) -> Mapping[PersonKey, Sequence[Registered]]:
        """By name, birth date and village, in scope only, with or without an ID number. Asked once a ledger."""
        ...


class Problem(NamedTuple):
    """Something wrong in a row; `column` is 0-based, None when the ledger has no such column."""

    field: str
    code: str
    severity: Severity
    message: str
    column: int | None


class Change(NamedTuple):
    """A field that an import would change: normal strings; categories and aid as keys joined by commas."""

    field: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class LedgerChild:
    """A row ready to be imported. `facts`: the other fields, field → normal string (ledger-columns.csv)."""

    name: str
    sex: Literal["male", "female"]
    birth_date: date
    id_number: str | None
    place_code: int
    statistical_code: str
    categories: tuple[str, ...]
    facts: dict[str, str]

    def values(self) -> dict[str, str]:
        """All that is known, as normal strings: what `Registered.values` is compared with."""
        own = {"name": self.name, "sex": self.sex, "birth_date": self.birth_date.isoformat()}
        if self.id_number:
            own["id_number"] = self.id_number
        if self.categories:
            own["categories"] = ",".join(self.categories)
        return own | self.facts


@dataclass(frozen=True, slots=True)
class Left:
    """What a ledger says of a child who is no longer on it: the day and the reason as written, "" where it says none;
    `child` is the row as it would be imported otherwise, where it can be read."""

    day: str
    reason: str
    child: LedgerChild | None


@dataclass(slots=True)
class CheckedRow:
    """One row of a child; `child` is None if and only if the outcome is refused."""

    sheet: str | None
    row: int
    outcome: Outcome
    child: LedgerChild | None
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    child_id: str | None = None  # the file that a changed or unchanged row belongs to
    key: str = ""  # the table of the row (TakenSheet.key)
    left: Left | None = None  # the ledger itself says that the child has left; such a row is refused
    doubts: list[str] = field(default_factory=list)  # what a person should look at before it is written


@dataclass(frozen=True, slots=True)
class TakenColumn:
    """What a column was taken for; `field` None: not understood, not imported."""

    column: str
    header: str
    field: str | None


class Understood(NamedTuple):
    """What was read from a title, a sheet's name or a section line, and under which `key` of the corrections a person says
    otherwise ("" where nothing can be corrected). `what`: categories (value: a key of ledger-categories.csv), township (value:
    its name), left (value "yes": these children are no longer on the ledger), passed_over and hint (`text` is a sentence).
    value None: the words were there and say nothing certain. row: where the words stand, None for a sheet's name."""

    what: Literal["categories", "township", "left", "passed_over", "hint"]
    key: str
    value: str | None
    text: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class TakenSheet:
    """A table of children on a sheet, with its header rows (1-based). `key` names it in the corrections: the sheet's name for
    its first table ("" for CSV), then name/first cell of the header (台账/A8). A sheet without any has no columns and says in
    `understood` why it was passed over."""

    name: str | None
    header_rows: tuple[int, ...]
    columns: tuple[TakenColumn, ...]
    key: str = ""
    understood: tuple[Understood, ...] = ()


@dataclass(slots=True)
class CheckedLedger:
    """The whole answer; `book` is the plain data it was worked out from."""

    book: Book
    sheets: list[TakenSheet]
    rows: list[CheckedRow]
    passed: list[TakenSheet] = field(default_factory=list)  # sheets that were not read, each with the reason

    @property
    def totals(self) -> dict[Outcome, int]:
        """How many rows of each outcome; all five always there."""
        counts = Counter(row.outcome for row in self.rows)
        return {outcome: counts[outcome] for outcome in OUTCOMES}
