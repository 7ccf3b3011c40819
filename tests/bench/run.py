"""One run in order: make the ledger, import it, COPY the same rows, age the register, ask."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import Connection

from hutong.config import clock
from tests.bench import asking, copying, machine, workbook
from tests.bench.figures import Figures, Import
from tests.bench.questions import questions, someone
from tests.bench.world import COUNTY, PROVINCE, World

AGED = Path(__file__).with_name("aged.sql")


def measure(world: World, owner_url: str, children: int) -> Figures:
    """Do it all in a fresh world; says on standard output how far it is."""
    ledger = world.folder / "ledger.xlsx"
    say(f"writing a ledger of {children:,} children")
    workbook.write(ledger, children, PROVINCE, "吉林省", clock.today())
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SELECT set_config('TimeZone', %s, false)", [settings.TIME_ZONE])
        before = copying.counts(owner)
        say("importing it")
        taken = _take_in(ledger, world.province.staff_number)
        say("copying the same rows into plain tables")
        tables = copying.filled(before, copying.counts(owner))
        copied = [copying.copy_again(owner, table, world.folder) for table in tables]
        say("a year passes")
        owner.execute(AGED.read_bytes())
        owner.execute("VACUUM ANALYZE")
        figures = Figures(datetime.now(UTC), {}, taken, copied)
        _ask(world, owner, figures)
        figures.machine.update(machine.facts(owner))
    return figures


def _take_in(ledger: Path, staff_number: str) -> Import:
    command = [sys.executable, "-m", "tests.bench.taking_in", str(ledger), str(PROVINCE), staff_number]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Import(**json.loads(done.stdout.splitlines()[-1]))


def _ask(world: World, owner: Connection[Any], figures: Figures) -> None:
    for name, person, unit in (("county", world.county, COUNTY), ("province", world.province, PROVINCE)):
        say(f"asking as the {name}")
        child = someone(unit)
        figures.answered[f"{name} ({child.among:,} children)"] = [
            asking.ask(person, owner, question) for question in questions(owner, unit, child)
        ]


def say(line: str) -> None:
    """Progress, at once."""
    print(line, flush=True)
