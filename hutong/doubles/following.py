"""What the file's own app calls when one was written (children/followed.py): is it somebody's second?"""

import uuid
from collections.abc import Mapping

from django.db.models import Q

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.doubles import tasks
from hutong.doubles.find import candidates, compared, find
from hutong.doubles.models import Double
from hutong.doubles.policy import policy


def find_at_once(grant: Grant, child: uuid.UUID, *, fresh: bool = False) -> None:
    """After one file was written: what the writer can see is told at once; the rest of the country is asked by a job.

    fresh: it was just opened, so that nothing was proposed of it before."""
    known = plain(Double).filter(Q(first=child) | Q(second=child))
    if candidates([child], policy()) or (not fresh and known.exists()):
        find(grant, [child])
    find_soon(child)


def after_writing(
    grant: Grant, child: uuid.UUID, changes: Mapping[str, Mapping[str, object]] | None, waits: bool
) -> None:
    """What the file's own app calls (children/followed.py)."""
    if changes is not None and not compared(changes):
        return
    if waits:
        find_at_once(grant, child, fresh=changes is None)
    else:
        find_soon(child)


def find_soon(child: uuid.UUID) -> None:
    """A phone is not kept waiting: the job compares, and whoever decides is told."""
    tasks.find_doubles.defer(child_id=str(child))
