"""Jobs of the whole system; an app's own jobs stand in its tasks.py."""

import asyncio
import signal
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.psycopg_connector import PsycopgConnector

from hutong.config import backup, nightly
from hutong.duties import climbing
from hutong.ground import clock, work
from hutong.journal.chain import leaving, rows, sealing

HEARTBEAT_SECONDS = 3.0
DEAD_SECONDS = 15.0


@app.periodic(cron="0 18 * * *")  # UTC: two o'clock at night in Shanghai
@app.task(queueing_lock="nightly", lock="nightly", retry=work.AGAIN)
def night(timestamp: int) -> None:
    """The nightly work."""
    nightly.run()
    leave_house()


def leave_house() -> None:
    """Compare a part of all rows with the journal, and let the head of its chain go where somebody else keeps it (ADR 25)."""
    with backup.whole():
        differs = rows.tonight(clock.today().toordinal())
    leaving.leave(differs)


# Without a lock: a worker killed while it does this would hold the lock for ever.
@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="take_up")
async def take_up(timestamp: int) -> None:
    """Jobs whose worker was killed are run again; each of ours may be. One that kills every worker is not, and waits for a person."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
        if job.attempts >= work.TAKEN_UP:
            await _end(job, Status.FAILED)
            continue
        try:
            await app.job_manager.retry_job_by_id_async(job.id or 0, retry_at=clock.now())
        except UniqueViolation:
            # The next of its kind waits already, behind the lock that this one holds.
            await _end(job, Status.ABORTED)
        except ConnectorException:
            continue  # another worker was quicker


async def _end(job: Job, status: Status) -> None:
    with suppress(ConnectorException):
        await app.job_manager.finish_job_by_id_async(job.id or 0, status=status, delete_job=status == Status.ABORTED)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="climb", lock="climb")
def climb(timestamp: int) -> None:
    """Clocks of minutes and closed matters that were not seen to go to the next level (ADR 30)."""
    climbing.climb()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="seal_journal", lock="seal_journal")
def seal_journal(timestamp: int) -> None:
    """Bind what was written since to the chain (ADR 19)."""
    sealing.seal()


def run() -> None:
    """Run jobs until SIGTERM or SIGINT; a job that has begun is finished. What was done leaves the queue."""
    jobs, queues = sum(work.QUEUES.values()), len(work.QUEUES)
    # A job holds two connections (work.alone), and one more while it tells how far it is; each queue listens on one.
    connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's
    connections["default"].settings_dict["OPTIONS"]["pool"]["max_size"] = 3 * jobs
    connector = PsycopgConnector(kwargs=connector_params(), max_size=2 * queues + 2)
    with app.replace_connector(connector) as worker:
        asyncio.run(_run(worker, jobs))


async def _run(worker: App, jobs: int) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.set_default_executor(ThreadPoolExecutor(jobs, "job"))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with worker.open_async():
        running = [asyncio.create_task(_queue(worker, queue)) for queue in work.QUEUES]
        # One that ends by itself has lost the database: all end, and the process is started again (supervising.py).
        await asyncio.wait([*running, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
        for one in running:
            one.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
    for wrong in ended:
        if isinstance(wrong, Exception):
            raise wrong


def _queue(worker: App, queue: str) -> Coroutine[Any, Any, None]:
    return worker.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=work.QUEUES[queue],
        delete_jobs="successful",
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=DEAD_SECONDS,
        task_middleware=[work.alone],
    )
