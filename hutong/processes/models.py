"""The steps of processes as the database knows them, for records to refer to and for the fence to look up (ADR 31)."""

from django.db import models


class Step(models.Model):
    """One row of a process: from a state, by an event, to a state; from "" where a record begins.

    live: a row that was taken out of its file stays for the records that went by it, and no record goes by it any more.
    """

    key = models.CharField(primary_key=True, max_length=100, help_text="process.from.event; process.event at the start")
    process = models.CharField(max_length=30)
    from_state = models.CharField(max_length=30, blank=True)
    event = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    live = models.BooleanField(default=True)
