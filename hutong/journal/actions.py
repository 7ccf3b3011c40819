"""How a write happens: permission, one transaction, one journal entry a record."""

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction

from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant, set_context
from hutong.config import clock
from hutong.journal.models import View

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

        return run

    return wrap


@contextmanager
def operation(name: str, op: uuid.UUID | None = None, device: uuid.UUID | None = None) -> Iterator[None]:
    """Open an operation in the present context; the writes inside it are folded into entries when it ends."""
    if _current():
        yield
        return
    with transaction.atomic():
        set_context(op=str(op or new_id()), action=name, device=str(device or ""), at=clock.now().isoformat())
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS journal_fold IMMEDIATE; SET CONSTRAINTS journal_fold DEFERRED")
        set_context(op="", action="", device="", at="")


def _current() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('hutong.op', true)")
        row = cursor.fetchone()
    return bool(row and row[0])


def looked(grant: Grant, kind: str, place: int, child: uuid.UUID | None, purpose: str = "") -> None:
    """Log that a file was opened or a number uncovered, before the answer leaves (未网条例 36)."""
    if grant.person and grant.post:
        View._base_manager.create(
            at=clock.now(), person=grant.person, post=grant.post, child=child, place=place, kind=kind, purpose=purpose
        )
