"""Jobs of the whole system; an app's own jobs stand in its tasks.py."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from hutong.config import clock, nightly
from hutong.journal.chain import sealing


@app.periodic(cron="0 18 * * *")  # UTC: two o'clock at night in Shanghai
@app.task(queueing_lock="nightly", lock="nightly")
def night(timestamp: int) -> None:
    """The nightly work."""
    nightly.run()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up", lock="take_up")
async def take_up(timestamp: int) -> None:
    """Jobs whose worker was killed are run again; each of ours may be, for it works in one transaction."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job_by_id_async(job.id, retry_at=clock.now())  # type: ignore[arg-type]  # a stored job has an id


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="seal_journal", lock="seal_journal")
def seal_journal(timestamp: int) -> None:
    """Bind what was written since to the chain (ADR 19)."""
    sealing.seal()


def work() -> None:
    """Run jobs until SIGTERM or SIGINT; a job that has begun is finished."""
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=2)
