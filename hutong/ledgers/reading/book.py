"""A ledger file as plain data: sheets, rows with their true numbers, merged ranges."""

from dataclasses import dataclass, field

from hutong.children.values.text import Cell


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank: its 1-based number in the file and its cells from column A on."""

    number: int
    cells: list[Cell]

    def cell(self, column: int) -> Cell:
        """The cell in a 0-based column; None beyond the last cell."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: rows 1-based, columns 0-based, all inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def width(self) -> int:
        """How many columns it spans."""
        return self.last_column - self.first_column + 1


@dataclass(slots=True)
class Sheet:
    """One sheet; `name` is None for a CSV file."""

    name: str | None
    visible: bool = True
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()  # columns, 0-based


@dataclass(slots=True)
class Book:
    """All sheets of a file; `kind` is xlsx, xls, csv or other."""

    kind: str
    sheets: list[Sheet] = field(default_factory=list)


def column_letter(column: int) -> str:
    """The Excel name of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
