"""A server and a database of the bench's own, in a temporary folder, as `hutong` itself makes them: fsync on."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hutong.accounts.models import Person

PROVINCE, COUNTY = 22 * 10**10, 222426_000_000
PASSWORD = "护童-测量-2026"


@dataclass(frozen=True)
class World:
    """Where the bench works, and the two officers who ask."""

    folder: Path
    province: "Person"
    county: "Person"


@contextmanager
def world() -> Iterator[World]:
    """A fresh database with Jilin's places and policy; the server is stopped and the folder removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-bench-"))
    for name in ("DATABASE_URL", "HUTONG_APP_DATABASE_URL", "HUTONG_POSTGRES", "HUTONG_DEMO", "HUTONG_PROVINCE"):
        os.environ.pop(name, None)
    os.environ |= {"HUTONG_DATA": str(folder), "HUTONG_HOSTS": "testserver"}
    from hutong.config import database
    from hutong.config.commands import common

    try:
        common.boot()
        yield World(folder, *_officers())
    finally:
        from django.db import connections

        connections.close_all()
        database.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _officers() -> "tuple[Person, Person]":
    from hutong.accounts import scope
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    wanted = [
        Appointment(PROVINCE, Role.CIVIL_AFFAIRS, "郑国强", phone="15490000001", password=PASSWORD),
        Appointment(COUNTY, Role.CIVIL_AFFAIRS, "金哲洙", phone="15490000002", password=PASSWORD),
    ]
    with scope.within(scope.system()) as grant:
        province, county = (one.post.person for one in appoint(grant, wanted))
    return province, county
