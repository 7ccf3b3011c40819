"""Lists of other offices laid beside our files: exact by ID number inside the scope, results as tasks, kept until a day and then
deleted with proof (DSL 38, 40). The app that takes a list keeps its rows; what is common stands here.

Of a number that is not in the asker's scope nothing is told: whether it is on file elsewhere is not asked (`identity.find`).
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hutong.accounts.grants import Grant
from hutong.children import identity
from hutong.duties.actions import assign
from hutong.ground import clock, figures
from hutong.places.codes import Level, level_of

LIMITS = "list-limits.csv"


@dataclass(frozen=True)
class Proof:
    """What remains of deleted rows: how many, and a hash over each as it lay, in order, so that a copy found later can be told."""

    rows: int
    digest: bytes


def matched(grant: Grant, numbers: Sequence[str]) -> dict[str, uuid.UUID]:
    """Which of some ID numbers stand on files of the scope: number → child."""
    return {number: found.child for number, found in identity.find(grant, numbers).items()}


def kept_until(kind: str) -> date:
    """The first day on which a list taken today is no longer kept."""
    return clock.today() + timedelta(figures.of(LIMITS, clock.today())[kind])


def proof(rows: Iterable[bytes]) -> Proof:
    """The proof of rows about to be deleted, in their order."""
    count, digest = 0, b""
    for row in rows:
        count, digest = count + 1, hashlib.sha256(digest + row).digest()
    return Proof(count, digest)


def hand_out(grant: Grant, title: str, told: Mapping[int, str]) -> int:
    """Give each village or township below its part as a task; gives how many were told. told: place → what it is to do."""
    due = clock.today() + timedelta(figures.of(LIMITS, clock.today())["task"])
    below = [place for place in sorted(told) if level_of(place) in (Level.TOWNSHIP, Level.VILLAGE)]
    for place in below:
        assign(grant, place, title, told[place], due)
    return len(below)
