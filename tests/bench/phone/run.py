"""One run in order: fill a county, serve it, measure the server, the browser, PouchDB; write the page."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings

from tests.bench import machine, page
from tests.bench.phone import beside, browser, render, server
from tests.bench.phone.site import site
from tests.bench.run import say
from tests.bench.world import World


def measure(world: World, owner_url: str, to: Path | None, parts: tuple[str, ...]) -> None:
    """Do it all in a fresh world; says on standard output how far it is. to: None prints the figures only."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SELECT set_config('TimeZone', %s, false)", [settings.TIME_ZONE])
        say("filling a county")
        with site(world, owner) as made:
            measures = {"server": server.measure, "browser": browser.measure, "beside": beside.measure}
            found = {name: measures[name](made, say) for name in parts}
        facts = machine.facts(owner)
    text = render.page(datetime.now(UTC), facts, found)
    if to:
        page.put(to, text, render.MARKS)
    say(text)
