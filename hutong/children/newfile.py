"""A file about to be opened, whether typed at a desk or read from a ledger."""

from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]


@dataclass
class NewFile:
    """A file to be opened. Sealed columns are given as plain text; relatives carry `kind`, categories `key`."""

    place: int
    child: Values
    relatives: list[Values] = field(default_factory=list)
    categories: list[Values] = field(default_factory=list)
    schooling: Values | None = None
    aids: list[str] = field(default_factory=list)
