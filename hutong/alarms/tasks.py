"""The job by which alarms leave."""

from procrastinate.contrib.django import app

from hutong.alarms import sending
from hutong.ground.work import AGAIN


@app.periodic(cron="* * * * * */15")
@app.task(queue="alarms", queueing_lock="alarms", lock="alarms", retry=AGAIN)
def send_alarms(timestamp: int) -> None:
    """Send what is due."""
    sending.run()
