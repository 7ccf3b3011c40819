"""What follows when a file was opened, changed or closed: apps above say it here, and the file's own actions and routes ask."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason

# Of a file just opened nothing was changed yet: None.
Changes = Mapping[str, Mapping[str, Any]] | None
Written = Callable[[Grant, uuid.UUID, Changes, bool], None]
Left = Callable[[Grant, Child, ExitReason], None]
_written: list[Written] = []
_left: list[Left] = []


def after_writing(what: Written) -> None:
    """Called with the grant, the child, what changed {group: {field: value}} or None, and whether the writer waits for it."""
    _written.append(what)


def after_leaving(what: Left) -> None:
    """Called inside the action that closes a file, with the grant, the child and the reason."""
    _left.append(what)


def written(grant: Grant, child: uuid.UUID, changes: Changes = None, *, waits: bool = True) -> None:
    """A file was opened (changes: None) or changed."""
    for what in _written:
        what(grant, child, changes, waits)


def left(grant: Grant, child: Child, reason: ExitReason) -> None:
    """A file is being closed."""
    for what in _left:
        what(grant, child, reason)
