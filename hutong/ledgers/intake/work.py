"""Read and check a kept ledger; write it. Shared by the worker and the command line, so there is one path."""

import tempfile
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.models import new_id
from hutong.ground import progress
from hutong.ledgers.intake import layouts, staging
from hutong.ledgers.intake.alone import alone
from hutong.ledgers.intake.register import DatabaseRegister
from hutong.ledgers.intake.write import fresh, write
from hutong.ledgers.models import LedgerImport
from hutong.ledgers.reading.book import Book
from hutong.ledgers.reading.check import check
from hutong.ledgers.reading.memory import many_objects
from hutong.ledgers.reading.reading import read
from hutong.ledgers.reading.results import CheckedLedger
from hutong.ledgers.reading.sheets import Corrections
from hutong.places.villages import VillageNames


@dataclass
class Worked:
    """A checked ledger and the files it was compared with."""

    checked: CheckedLedger
    known: DatabaseRegister


def read_bytes(name: str, content: bytes) -> Book:
    """Read an uploaded file in the limited child process. Raises ledger.errors.LedgerUnreadable."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ledger{Path(name).suffix[:8]}"
        path.write_bytes(content)
        return read(path)


def checked(
    grant: Grant,
    book: Book,
    place: int,
    on: date,
    columns: Corrections | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Worked:
    """Check a ledger of a unit against the register, inside the grant's scope. on_progress: hears the number of rows read.

    Raises LedgerWithoutHeader."""
    # A ledger of one unit neither shows nor changes children of another, whatever else the grant covers.
    within_unit = grant.narrowed(place)
    if within_unit is None:
        raise missing("地方")
    known = DatabaseRegister(within_unit, on)
    villages = VillageNames(place)
    checked = check(book, villages, known, on, columns, on_progress)
    if remembered := layouts.known(grant, place, checked.sheets):
        checked = check(book, villages, known, on, layouts.laid_under(remembered, columns or {}), on_progress)
    return Worked(checked, known)


def written(grant: Grant, ledger: LedgerImport, book: Book) -> tuple[CheckedLedger, uuid.UUID]:
    """Check again, for the register may have moved on since the preview, write in one action and keep the rows for the
    screen; with the operation. Alone in its unit: another import that is being written is waited for, and compared with."""
    alone(ledger.place)
    worked = checked(grant, book, ledger.place, ledger.on, ledger.columns)
    for row in fresh(worked.checked):
        row.child_id = str(new_id())
    with many_objects(), ThreadPoolExecutor(1) as aside:
        # Made ready while PostgreSQL writes the files.
        rows = aside.submit(staging.ready, ledger, worked.checked)
        op = write(grant, worked.checked, worked.known, ledger.on, partial(progress.tell, "ledger", ledger.pk))
        staging.keep(grant, ledger, rows.result())
    return worked.checked, op
