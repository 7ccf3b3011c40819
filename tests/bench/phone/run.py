"""One run in order: fill a county, serve it, measure the server, the browser, PouchDB; write the page."""

from pathlib import Path

import psycopg
from django.conf import settings

from tests.bench.phone import server
from tests.bench.phone.site import site
from tests.bench.run import say
from tests.bench.stopwatch import quantile
from tests.bench.world import World


def measure(world: World, owner_url: str, page: Path, only: str | None) -> None:
    """Do it all in a fresh world; says on standard output how far it is."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SELECT set_config('TimeZone', %s, false)", [settings.TIME_ZONE])
        say("filling a county")
        with site(world, owner) as made:
            measured = server.measure(made, say)
            for k, v in vars(measured).items():
                print(
                    k, [round(1000 * x, 1) for x in (quantile(v, 0.5), quantile(v, 0.95))] if isinstance(v, list) else v
                )
