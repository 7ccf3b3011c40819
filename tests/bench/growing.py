"""What is measured at each size: requests of a province and of its middle county, one fact, a sweep that finds nothing to do."""

import json
import os
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.test import Client

from hutong.accounts.models import Person
from hutong.duties import sweep
from hutong.ground import clock
from tests.bench.asking import put
from tests.bench.questions import Someone, someone
from tests.bench.stopwatch import Laps, database_time, quantile
from tests.bench.world import PROVINCE, middle_county, officer

WARM, TIMES, PATIENCE = 2, 20, 10
CHILDREN = "/api/v1/children"
Measured = tuple[str, str, float]


def measure() -> list[Measured]:
    """(what, unit, value): milliseconds of whole requests at the median, seconds of a sweep, bytes a child."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute("SELECT set_config('TimeZone', %s, false)", [settings.TIME_ZONE])
        owner.execute("VACUUM ANALYZE")
        county = middle_county(owner)
        found = [one for name, unit in (("province", PROVINCE), ("county", county)) for one in _asked(name, unit)]
        found.append(("One fact: database time", "ms", _fact(county)))
        # The first one catches up with what was recorded here.
        _sweep()
        found.append(("Nightly sweep, nothing new", "s", _sweep()))
        [[size]] = owner.execute("SELECT pg_database_size(current_database())").fetchall()
        [[children]] = owner.execute("SELECT count(*) FROM children_child").fetchall()
    return [*found, ("Database", "bytes a child", size / children)]


def _asked(name: str, unit: int) -> list[Measured]:
    client, child = _client(officer(unit)), someone(unit)
    return [
        (f"{what}, {name}", "ms", 1000 * _median(lambda path=path, query=query: _get(client, path, query)))
        for what, path, query in _questions(child)
    ]


def _questions(child: Someone) -> list[tuple[str, str, dict[str, Any]]]:
    girls = {"category": "left_behind", "sex": "female", "age_from": 6, "age_to": 12, "sort": "name"}
    return [
        ("Home page", "/api/v1/home", {}),
        ("List by name", CHILDREN, {"sort": "name"}),
        ("List by nearest duty", CHILDREN, {"sort": "due"}),
        ("List of left-behind girls of 6 to 12", CHILDREN, girls),
        ("Search by name", "/api/v1/search/children", {"q": child.name}),
        ("Open a child", f"{CHILDREN}/{child.id}", {}),
    ]


def _get(client: Client, path: str, query: dict[str, Any]) -> float:
    begun = time.perf_counter()
    answer = put(client, path, query)
    assert answer.status_code == 200, answer.content
    return time.perf_counter() - begun


def _fact(county: int) -> float:
    """Milliseconds of database time for a visit recorded, its duties right again."""
    client, child = _client(officer(county)), someone(county)
    body = json.dumps({"on": str(clock.today()), "mode": "phone", "no_change": True})

    def record() -> float:
        laps = Laps()
        with database_time(laps, "database"):
            answer = client.post(f"{CHILDREN}/{child.id}/visits", body, "application/json")
        assert answer.status_code < 300, answer.content
        return laps.seconds["database"]

    return 1000 * _median(record)


def _sweep() -> float:
    begun = time.perf_counter()
    sweep.run()
    return time.perf_counter() - begun


def _median(ask: Callable[[], float]) -> float:
    """Of twenty times after a few that warm caches and plans; of fewer where that would take long."""
    until = time.perf_counter() + PATIENCE
    found: list[float] = []
    while len(found) < WARM + TIMES and (len(found) < 2 * WARM or time.perf_counter() < until):
        found.append(ask())
    return quantile(found[WARM:], 0.5)


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
