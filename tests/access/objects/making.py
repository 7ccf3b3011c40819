"""How an object is made: factories by the name in an address, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

NOBODY = UUID(int=1)

# made("child") is the object of another kind at the same place.
Made = Callable[[str], Any]
FACTORIES: dict[str, Callable[[int, Made], Any]] = {}


def makes(name: str) -> Callable[[Callable[[int, Made], Any]], Callable[[int, Made], Any]]:
    """Name the factory after the parameter of the address. Inside it the system's grant is in force."""

    def note(factory: Callable[[int, Made], Any]) -> Callable[[int, Made], Any]:
        assert name not in FACTORIES, f"{{{name}}} has a factory already; give the parameter a name of its own"
        FACTORIES[name] = factory
        return factory

    return note


def system() -> Any:
    from hutong.accounts import grants

    return grants.system()


def kept(row: Any) -> Any:
    """Save a row as if an action had; gives its key."""
    from hutong.journal.actions import operation

    with operation("tests.kept"):
        row.save(force_insert=True)
    return row.pk
