"""紧急上报: what a phone reported under the red button, for township and county; no village sees that it exists."""

from typing import ClassVar

from django.db import models

from hutong.accounts.managers import ScopedManager
from hutong.ground.sealing import SealedTextField


class UrgentReport(models.Model):
    """One report. Its place is the township's (or a unit above), never a village's; its entries stand in the county's stream.

    trusted: the phone showed the secret that enrolment gave it for reports; anybody may report without.
    """

    id = models.UUIDField(primary_key=True)
    place = models.BigIntegerField()
    village = models.BigIntegerField(null=True, help_text="the sender's, or the one the report names")
    device = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    person_name = models.CharField("上报人", max_length=100, blank=True)
    trusted = models.BooleanField(default=False)
    opened = models.BooleanField(default=True, help_text="whether the server could open what was sealed to it")
    content = SealedTextField(least=4096, help_text="the report as JSON, or the envelope that could not be opened")
    received_at = models.DateTimeField("收到时间")
    acknowledged_at = models.DateTimeField("接报时间", null=True)
    acknowledged_by = models.CharField("接报人", max_length=100, blank=True)
    note = models.CharField("处置", max_length=500, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "received_at"])]


class UrgentSender(models.Model):
    """Whose report it is, where that is not known: a keyed hash of the address (senders.py), apart from what was said."""

    report = models.UUIDField(primary_key=True)
    place = models.BigIntegerField()
    sender = models.CharField(max_length=32)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["sender"], name="sync_urgent_sender")]


class SenderSalt(models.Model):
    """One row: the salt of today's hashes. Yesterday's is nowhere."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    day = models.DateField()
    salt = models.CharField(max_length=64)
