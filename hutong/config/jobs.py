"""Jobs of the whole system; an app's own jobs stand in its tasks.py."""

from procrastinate.contrib.django import app

from hutong.config import nightly


@app.periodic(cron="0 18 * * *")  # UTC: two o'clock at night in Shanghai
@app.task(queueing_lock="nightly", lock="nightly")
def night(timestamp: int) -> None:
    """The nightly work."""
    nightly.run()
