"""One protection loosened, and the check that must notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Tables that everybody who is signed in may read: a policy that says true says nothing more.
PUBLIC = {
    "accounts_organisation": "the register of offices",
    "accounts_person": "names of officers; the rest is withheld (ADR 29)",
    "transfers_partner": "public keys of other deployments",
}


@dataclass(frozen=True)
class Mutant:
    """loosen: a context in which the protection is gone. notices: whether the tests see that, asked inside it."""

    name: str
    loosen: Callable[[], Any]
    notices: Callable[[], bool]

    def caught(self) -> bool:
        """Quiet before, noticed while it is loosened: a check that always cries would prove nothing."""
        if self.notices():
            return False
        with self.loosen():
            return self.notices()


def otherwise(ask: Callable[[], Any]) -> Callable[[], bool]:
    """A check that remembers what it was answered first, and notices another answer."""
    first: list[Any] = []

    def notices() -> bool:
        said = ask()
        if not first:
            first.append(said)
        return said != first[0]

    return notices
