"""The database's context of a transaction: who asks and where, for row-level security to read."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection, transaction

from hutong.accounts.grants import EVERYWHERE, Bounds, Grant, merged
from hutong.accounts.models import Person
from hutong.accounts.permissions import Permission
from hutong.ground import clock, query
from hutong.places.codes import Level, at_level, interval


@contextmanager
def within(grant: Grant) -> Iterator[Grant]:
    """One transaction in which the database knows who asks and where, for row-level security to read."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        set_context(
            person=str(grant.person or ""),
            post=str(grant.post or ""),
            places=_multirange(grant.bounds),
            sealed="on" if grant.allows(Permission.SEALED) else "",
            organisations="{" + ",".join(map(str, grant.organisations)) + "}",
            opened="{}",
            now=clock.now().isoformat(),
        )
        yield grant
        # SET LOCAL ends with the outermost transaction only, and a caller may hold one around several.
        if not outermost and not connection.needs_rollback:
            set_context(person="", post="", places="{}", sealed="", organisations="{}", opened="{}", now="")


@contextmanager
def reaching(grant: Grant, *places: int) -> Iterator[Grant]:
    """For the writes of one action that goes beyond the jurisdiction because the other end agreed: grant and floor also
    admit these units, sealed facts included, which travel unread. A refusal on the way undoes it with all that was written."""
    wider = replace(grant, bounds=tuple(merged([*grant.bounds, *map(interval, places)])))
    with transaction.atomic():
        [[before, sealed]] = query.rows("SELECT current_setting('hutong.places'), current_setting('hutong.sealed')")
        # Sealed facts stand at the county (children/models/sealed.py).
        counties = [(code, code + 1) for low, _ in wider.bounds for code in (at_level(low, Level.COUNTY),)]
        set_context(places=_multirange([*wider.bounds, *counties]), sealed="on")
        yield wider
        set_context(places=before, sealed=sealed)


@contextmanager
def everywhere() -> Iterator[None]:
    """For a look of the system's own inside a request, such as where a child lives now; sealed facts stay out."""
    [[before]] = query.rows("SELECT current_setting('hutong.places')")
    set_context(places=_multirange(EVERYWHERE))
    yield
    set_context(places=before)


def _multirange(bounds: Sequence[Bounds]) -> str:
    return "{" + ",".join(f"[{low},{high})" for low, high in bounds) + "}"


@contextmanager
def as_person(person: Person | uuid.UUID) -> Iterator[None]:
    """A transaction in which the database knows who a person is: before any scope exists, at sign-in, and for the person's
    own sessions when somebody else ends them."""
    with transaction.atomic():
        asked = "SELECT coalesce(current_setting('hutong.person', true), ''), coalesce(current_setting('hutong.now', true), '')"
        [[before, then]] = query.rows(asked)
        set_context(person=str(person.id if isinstance(person, Person) else person), now=clock.now().isoformat())
        yield
        if not connection.needs_rollback:
            set_context(person=before, now=then)


def open_child(child: uuid.UUID, *olds: uuid.UUID) -> None:
    """Let this transaction read all that belongs to one child already found in scope, wherever it happened.

    olds: files that were merged into it."""
    set_context(opened="{" + ",".join(map(str, (child, *olds))) + "}")


def open_by_share(*children: uuid.UUID) -> None:
    """Let the rest of this transaction read children that shares open, and nothing else: no place, nothing sealed."""
    set_context(places="{}", sealed="", opened="{" + ",".join(map(str, children)) + "}")


def set_context(**settings: str) -> None:
    """Set `hutong.<name>` for the rest of this transaction."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    values = [part for name, value in settings.items() for part in (f"hutong.{name}", value)]
    query.rows(f"SELECT {calls}", values)
