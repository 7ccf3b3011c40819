"""What phones sent: every operation's answer; what could not be merged, and what could not be taken, until a person decides."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.ground.sealing import SealedTextField
from hutong.sync.models.device import Device


class Operation(models.Model):
    """An operation that was judged, by the id the phone gave it: sent again, it is answered the same."""

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    place = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    hash = models.CharField(max_length=64)
    status = models.CharField(max_length=12, blank=True)
    answer = models.JSONField(default=dict)
    record = models.UUIDField(null=True, help_text="what it made or changed, such as a visit")
    child = models.UUIDField(null=True)
    received_at = models.DateTimeField()

    objects: ClassVar[ScopedManager] = ScopedManager()


class Waiting(models.Model):
    """Something from a phone that a person decides about; it is never removed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    operation = models.UUIDField()
    kind = models.CharField(max_length=60)
    person = models.UUIDField()
    person_name = models.CharField(max_length=100)
    at = models.DateTimeField("收到时间")
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by = models.CharField("处理人", max_length=100, blank=True)

    class Meta:
        abstract = True


class Conflict(Waiting):
    """One field that two people changed: the server's value stands, the sent one is kept here beside it."""

    class Taken(models.TextChoices):
        SERVER = "server", "保留现有内容"
        DEVICE = "device", "采用手机上的内容"

    child = models.UUIDField()
    group = models.CharField(max_length=30)
    field = models.CharField(max_length=40)
    label = models.CharField("项目", max_length=60)
    server = SealedTextField(help_text="JSON")
    device = SealedTextField(help_text="JSON")
    taken = models.CharField("处理", max_length=6, choices=Taken.choices, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta(Waiting.Meta):
        indexes = [models.Index(fields=["place", "taken"]), models.Index(fields=["child"])]


class Quarantined(Waiting):
    """An operation that cannot be applied by itself, at the sender's place. about: the child it names, if it names one."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", "已采用"
        DISCARDED = "discarded", "不采用"

    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    about = models.UUIDField(null=True)
    payload = SealedTextField(help_text="JSON as sent")
    based_on = models.IntegerField(null=True)
    made_at = models.CharField(max_length=40, blank=True, help_text="as the phone's clock said; decides nothing")
    reason = models.CharField("原因", max_length=300)
    outcome = models.CharField("处理", max_length=9, choices=Outcome.choices, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta(Waiting.Meta):
        indexes = [models.Index(fields=["place", "outcome"])]
        constraints = [models.UniqueConstraint(fields=["operation"], name="quarantined_once")]
