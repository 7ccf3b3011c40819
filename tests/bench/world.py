"""A server and a database of the bench's own, in a temporary folder, as `hutong` itself makes them: fsync on; or one that is there."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hutong.accounts.models import Person

PROVINCE, COUNTY = 22 * 10**10, 222426_000_000
PASSWORD = "护童-测量-2026"
# The middle one by its number of children.
MIDDLE = """
SELECT code FROM (SELECT place / 1000000 * 1000000 AS code, count(*) AS n FROM children_child WHERE exited_on IS NULL GROUP BY 1) c
ORDER BY n, code OFFSET (SELECT count(DISTINCT place / 1000000) / 2 FROM children_child WHERE exited_on IS NULL) LIMIT 1
"""


@dataclass(frozen=True)
class World:
    """Where the bench works."""

    folder: Path

    @property
    def province(self) -> "Person":
        return officer(PROVINCE)


@contextmanager
def world() -> Iterator[World]:
    """A fresh database with Jilin's places and policy; the server is stopped and the folder removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-bench-"))
    try:
        boot(folder)
        yield World(folder)
    finally:
        _stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def standing(folder: Path) -> Iterator[World]:
    """A data folder that is there already (`hutong simulate`); its server is stopped at the end, the folder stays."""
    try:
        boot(folder)
        yield World(folder)
    finally:
        _stop(folder)


def boot(folder: Path) -> None:
    """Start a data folder's server, bring it up to date and set Django up on it, for this process."""
    for name in ("DATABASE_URL", "HUTONG_APP_DATABASE_URL", "HUTONG_POSTGRES", "HUTONG_PROVINCE"):
        os.environ.pop(name, None)
    os.environ |= {"HUTONG_DATA": str(folder.resolve()), "HUTONG_HOSTS": "testserver", "HUTONG_MFA": "off"}
    from hutong.config.commands import common

    common.boot()


def _stop(folder: Path) -> None:
    from django.db import connections

    from hutong.config import database

    connections.close_all()
    database.stop(folder.resolve())


def officer(unit: int) -> "Person":
    """Whoever holds a civil affairs post of a unit; appointed where nobody does."""
    from hutong.accounts import context, grants, people
    from hutong.accounts.managers import plain
    from hutong.accounts.models import Post
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    with context.within(grants.system()) as grant:
        held = plain(Post).filter(place=unit, role=Role.CIVIL_AFFAIRS, period__upper_inf=True)
        known = held.values_list("person", flat=True).first()
        if known is None:
            name, phone = f"测{unit // 10**6}", f"1549{unit // 10**6:06}0"
            [made] = appoint(grant, [Appointment(unit, Role.CIVIL_AFFAIRS, name, phone=phone, password=PASSWORD)])
            known = made.post.person.pk
    person = people.somebody(known)
    assert person
    return person


def middle_county(owner: Any) -> int:
    """The county that stands in the middle of all by its number of children."""
    [[code]] = owner.execute(MIDDLE).fetchall()
    return code
