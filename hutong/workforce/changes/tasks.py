"""The job that makes a change of places. A job carries ids only."""

import logging
import uuid

from procrastinate.contrib.django import app

from hutong.accounts.http import Problem
from hutong.ground.work import AGAIN, said_of
from hutong.workforce.changes import requests

log = logging.getLogger("hutong")
SORRY = "没有办成，什么都没有改动。请重试；仍不行请告诉技术支持。"


@app.task(queue="places", lock="places", retry=AGAIN)
def change_places(asked_id: str) -> None:
    """Make a change that was asked for; ends in DONE, or in FAILED with a word why and nothing changed."""
    key = uuid.UUID(asked_id)
    try:
        requests.make(key)
    except Problem as refused:
        requests.say(key, requests.Status.FAILED, str(refused))
    except Exception as wrong:
        sentence = said_of(wrong)
        log.error("places", exc_info=wrong)
        requests.say(key, requests.Status.FAILED, sentence or SORRY)
