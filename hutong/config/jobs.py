"""Jobs of the whole system; an app's own jobs stand in its tasks.py."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from hutong.config import clock, nightly, work
from hutong.journal.chain import sealing

HEARTBEAT_SECONDS = 3.0
DEAD_SECONDS = 15.0


@app.periodic(cron="0 18 * * *")  # UTC: two o'clock at night in Shanghai
@app.task(queueing_lock="nightly", lock="nightly", retry=work.AGAIN)
def night(timestamp: int) -> None:
    """The nightly work."""
    nightly.run()


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


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="seal_journal", lock="seal_journal")
def seal_journal(timestamp: int) -> None:
    """Bind what was written since to the chain (ADR 19)."""
    sealing.seal()


def run() -> None:
    """Run jobs until SIGTERM or SIGINT; a job that has begun is finished. What was done leaves the queue."""
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            concurrency=2,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_SECONDS,
            task_middleware=[work.alone],
        )
