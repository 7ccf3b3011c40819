"""Jobs of the whole system; an app's own jobs stand in its tasks.py."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from hutong.config import nightly


@app.periodic(cron="0 18 * * *")  # UTC: two o'clock at night in Shanghai
@app.task(queueing_lock="nightly", lock="nightly")
def night(timestamp: int) -> None:
    """The nightly work."""
    nightly.run()


def work() -> None:
    """Run jobs until SIGTERM or SIGINT; a job that has begun is finished."""
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=2)
