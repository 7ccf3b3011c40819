"""The database's context of a transaction: who asks and where, for row-level security to read."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from django.db import connection, transaction

from hutong.accounts.grants import EVERYWHERE, Bounds, Grant, merged
from hutong.accounts.models import Person
from hutong.accounts.permissions import Permission
from hutong.ground import clock, local
from hutong.places.codes import Level, at_level, interval


@contextmanager
def within(grant: Grant) -> Iterator[Grant]:
    """One transaction in which the database knows who asks and where, for row-level security to read."""
    settings = {
        "person": str(grant.person or ""),
        "post": str(grant.post or ""),
        "places": _multirange(grant.bounds),
        "sealed": "on" if grant.allows(Permission.SEALED) else "",
        "organisations": _array(*grant.organisations),
        "addressed": _array(*grant.addressed),
        "opened": _array(),
        "now": clock.now().isoformat(),
    }
    # SET LOCAL ends with the outermost transaction, and a caller may hold one around several.
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            set_context(**settings)
        with nullcontext() if outermost else changed(**settings):
            yield grant


@contextmanager
def reaching(grant: Grant, *places: int) -> Iterator[Grant]:
    """For the writes of one action that goes beyond the jurisdiction because the other end agreed: grant and floor also
    admit these units, sealed facts included, which travel unread. A refusal on the way undoes it with all that was written."""
    wider = replace(grant, bounds=tuple(merged([*grant.bounds, *map(interval, places)])))
    # Sealed facts stand at the county (children/models/sealed.py).
    counties = [(code, code + 1) for low, _ in wider.bounds for code in (at_level(low, Level.COUNTY),)]
    with transaction.atomic(), changed(places=_multirange([*wider.bounds, *counties]), sealed="on"):
        yield wider


@contextmanager
def everywhere() -> Iterator[None]:
    """For a look of the system's own inside a request, such as where a child lives now; sealed facts stay out."""
    with changed(places=_multirange(EVERYWHERE)):
        yield


@contextmanager
def as_person(person: Person | uuid.UUID) -> Iterator[None]:
    """A transaction in which the database knows who a person is: before any scope exists, at sign-in, and for the person's
    own sessions when somebody else ends them."""
    known = str(person.id if isinstance(person, Person) else person)
    with transaction.atomic(), changed(person=known, now=clock.now().isoformat()):
        yield


def open_child(child: uuid.UUID, *olds: uuid.UUID) -> None:
    """Let this transaction read all that belongs to one child already found in scope, wherever it happened.

    olds: files that were merged into it."""
    set_context(opened=_array(child, *olds))


def open_by_share(*children: uuid.UUID) -> None:
    """Let the rest of this transaction read children that shares open, and nothing else: no place, nothing sealed."""
    set_context(places="{}", sealed="", addressed="{}", opened=_array(*children))


def set_context(**settings: str) -> None:
    """Set `hutong.<name>` for the rest of this transaction."""
    local.set_local(_named(settings))


@contextmanager
def changed(**settings: str) -> Iterator[None]:
    """`hutong.<name>` as said, and afterwards as before, however the block ends."""
    with local.changed(_named(settings)):
        yield


def _named(settings: Mapping[str, str]) -> dict[str, str]:
    return {f"hutong.{name}": value for name, value in settings.items()}


def _multirange(bounds: Sequence[Bounds]) -> str:
    return "{" + ",".join(f"[{low},{high})" for low, high in bounds) + "}"


def _array(*ids: uuid.UUID) -> str:
    return "{" + ",".join(map(str, ids)) + "}"
