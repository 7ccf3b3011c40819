"""同上 and ditto marks: what stands above, in the same column."""

from hutong.children.values.text import Cell
from hutong.ledgers.reading.rows import DataRow

_MARKS = (
    "同上",
    "同 上",
    "同上。",
    "同上行",
    "同前",
    "〃",
    "″",
    "〞",
    "“",
    "”",
    '"',
    "''",
    "′′",
    "々",
    "\u3003",
    "ditto",
)
_BLANKS = ("", " ", "\u3000", "\xa0")
# With the blanks that may stand around them: one look at a row's cells is enough.
DITTO = frozenset(f"{before}{mark}{after}" for mark in _MARKS for before in _BLANKS for after in _BLANKS)


class Above:
    """Fills the rows of one sheet, in order. What names a child is never taken from the row of another."""

    def __init__(self, own: set[int]) -> None:
        self._own = own
        self._last: list[Cell] = []

    def filled(self, row: DataRow) -> DataRow:
        """The row with its ditto marks replaced; a mark with nothing above it is an empty cell."""
        if not DITTO.isdisjoint(row.cells):
            row.cells = [self._above(column, cell) for column, cell in enumerate(row.cells)]
        self._last = row.cells
        return row

    def _above(self, column: int, cell: Cell) -> Cell:
        if cell not in DITTO or column in self._own:
            return cell
        return self._last[column] if column < len(self._last) else None
