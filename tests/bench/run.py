"""One run in order: make the ledger, import it into the register, COPY the same rows, ask."""

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import Connection

from hutong.ground import clock
from hutong.places.codes import interval
from tests.bench import asking, clients, copying, machine, workbook, writing
from tests.bench.figures import Figures, Import
from tests.bench.questions import questions, someone
from tests.bench.serving import served
from tests.bench.world import PROVINCE, World, middle_county, officer


def fill(world: World, owner_url: str, children: int) -> None:
    """Put a simulated province into a fresh world."""
    from hutong.demo.simulated.build import simulate

    simulate(children, PROVINCE // 10**10, say)


def measure(world: World, owner_url: str, rows: int) -> Figures:
    """Import a ledger of so many rows into the register as it stands, COPY what was written, ask. Says how far it is."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-bench-ledger-"))
    ledger = folder / "ledger.xlsx"
    say(f"writing a ledger of {rows:,} children")
    workbook.write(ledger, rows, PROVINCE, "吉林省", clock.today())
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SELECT set_config('TimeZone', %s, false)", [settings.TIME_ZONE])
        by = world.province
        before, since = copying.counts(owner), copying.moment(owner)
        copying.warm(owner)
        say(f"importing it into a register of {before['children_child']:,} children")
        taken = _take_in(ledger, by.staff_number)
        say("copying the same rows into plain tables")
        tables = copying.filled(before, copying.counts(owner))
        copied = [copying.copy_again(owner, table, folder, since) for table in tables]
        owner.execute("VACUUM ANALYZE")
        figures = Figures(datetime.now(UTC), {}, taken, copied, before["children_child"])
        _ask(owner, figures)
        figures.machine.update(machine.facts(owner))
    shutil.rmtree(folder)
    return figures


def _take_in(ledger: Path, staff_number: str) -> Import:
    command = [sys.executable, "-m", "tests.bench.taking_in", str(ledger), str(PROVINCE), staff_number]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Import(**json.loads(done.stdout.splitlines()[-1]))


def _ask(owner: Connection[Any], figures: Figures) -> None:
    with served(HUTONG_MFA="off") as url:
        for name, unit in (("county", middle_county(owner)), ("province", PROVINCE)):
            say(f"asking as the {name}")
            child, person = someone(unit), officer(unit)
            asked = list(questions(owner, unit, child))
            village = writing.village_of(owner, *interval(unit))
            title = f"{name} ({child.among:,} children)"
            figures.answered[title] = [asking.ask(person, owner, question) for question in asked]
            figures.answered[title] += [make(person, owner, village) for make in (writing.create, writing.change)]
            figures.crowds[title] = clients.crowd(url, person, asked)


def say(line: str) -> None:
    """Progress, at once."""
    print(line, flush=True)
