"""How a write happens: permission, one transaction, one journal entry a record."""

import functools
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction

from hutong.accounts.context import changed, set_context
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.ground import clock, query
from hutong.ground.sealing import link
from hutong.journal.models import View
from hutong.places.codes import Level, at_level

# The lock that every operation shares.
PLACES = 0x506C6163
# What follows from each operation, before it is folded: statements of apps above.
_endings: list[str] = []
FOLD = ("SET CONSTRAINTS journal_fold IMMEDIATE", "SET CONSTRAINTS journal_fold DEFERRED")
P = ParamSpec("P")
R = TypeVar("R")


class NotAllowed(Exception):
    """The grant does not list the permission that the action asks for."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"您的岗位没有“{permission.label}”的权限。")
        self.permission = permission


def action(
    name: str, permission: Permission
) -> Callable[[Callable[Concatenate[Grant, P], R]], Callable[Concatenate[Grant, P], R]]:
    """Make a function the writer of one verb: its first argument is the grant, and all it writes is one operation.

    name: `app.verb`, kept in the journal. An action called inside another joins the outer one's operation.
    """

    def wrap(function: Callable[Concatenate[Grant, P], R]) -> Callable[Concatenate[Grant, P], R]:
        @functools.wraps(function)
        def run(grant: Grant, *args: P.args, **kwargs: P.kwargs) -> R:
            if not grant.allows(permission):
                raise NotAllowed(permission)
            with operation(name):
                return function(grant, *args, **kwargs)

        run.action, run.permission = name, permission  # type: ignore[attr-defined]  # read by tests/access
        return run

    return wrap


@contextmanager
def operation(name: str, op: uuid.UUID | None = None, device: uuid.UUID | None = None) -> Iterator[None]:
    """Open an operation in the present context; the writes inside it are folded into entries when it ends."""
    if current():
        yield
        return
    with transaction.atomic():
        # No write runs beside a change of places, which takes this lock alone: none is left at a code that is gone.
        query.rows("SELECT pg_advisory_xact_lock_shared(%s)", [PLACES])
        at = clock.now().isoformat()
        with changed(op=str(op or new_id()), action=name, device=str(device or ""), at=at, ops=""):
            yield
            query.run("; ".join([*_endings, *FOLD]))


def at_end(statement: str) -> None:
    """An app above says what follows from what an operation wrote: SQL, run at its end while the journal's rows still wait."""
    if statement not in _endings:
        _endings.append(statement)


def done_as_one(ops: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Say inside an operation that it does several: which of them wrote each record, whose entry then bears its id."""
    set_context(ops=json.dumps({str(record): str(op) for record, op in ops.items()}))


def current() -> uuid.UUID | None:
    """The operation that is open, by which the journal finds all that it wrote."""
    [[op]] = query.rows("SELECT current_setting('hutong.op', true)")
    return uuid.UUID(op) if op else None


# One sitting at a file asks for several parts of it; that is one look.
ONE_LOOK = timedelta(minutes=10)
SITTING = {"open", "shared", "break_glass"}


def looked(grant: Grant, kind: str, place: int, child: uuid.UUID | None, purpose: str = "") -> None:
    """Log that a file was opened or a number uncovered, before the answer leaves (未网条例 36)."""
    if not (grant.person and grant.post):
        return
    if child and kind == "sealed":
        # Beside it in time stands what was written then: it must not say whose that is.
        child, place = link(child), at_level(place, Level.COUNTY)
    lately = clock.now() - ONE_LOOK
    same = plain(View).filter(child=child, person=grant.person, kind=kind, at__gte=lately)
    if purpose:
        same = same.filter(purpose=purpose)
    if kind not in SITTING or not same.exists():
        plain(View).create(
            at=clock.now(),
            person=grant.person,
            post=grant.post,
            child=child,
            place=place,
            kind=kind,
            purpose=purpose,
            role=grant.role or "",
            from_place=grant.places[0] if grant.places else None,
            organisation=grant.organisations[0] if grant.organisations else None,
        )
