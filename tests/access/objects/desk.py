"""Jobs on the administrator's list."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import Made, makes


@makes("job")
def _job(place: int, made: Made) -> Any:
    """A check of a ledger that failed."""
    from procrastinate.contrib.django import app

    from hutong.ground import query

    ledger = app.configure_task("hutong.ledgers.intake.tasks.check_ledger")
    job = ledger.defer(ledger_id=str(made("ledger")))
    query.run("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    return job
