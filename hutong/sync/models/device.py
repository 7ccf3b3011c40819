"""Phones: one row for a person on a phone, its key in escrow; and its token, which changes at every hand."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.accounts.models import Person
from hutong.ground.sealing import SealedTextField


class Device(models.Model):
    """One person's store on one phone. Its place follows the person's post, so that the level above finds it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone = models.UUIDField("手机", help_text="made by the phone; several people may share one")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.BigIntegerField()
    name = models.CharField("名称", max_length=60, blank=True)
    model = models.CharField("型号", max_length=100, blank=True)
    data_key = SealedTextField(help_text="the store's random key in escrow, for a forgotten PIN")
    wrap = models.CharField(max_length=500, blank=True, help_text="salt and rounds of the PIN wrap; public")
    enrolled_at = models.DateTimeField("登记时间")
    restored_at = models.DateTimeField("最近找回密钥", null=True)
    ended_at = models.DateTimeField(
        "结束时间", null=True, help_text="by its owner or a new password; until the next sign-in"
    )
    revoked_at = models.DateTimeField("停用时间", null=True)
    revoked_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone", "person"], name="one_store_a_person_and_phone")]


class Session(models.Model):
    """The present token of a device, hashed, and what the phone last told of itself. Not journaled: it changes at every sync.

    previous: the token before, valid until the new one was used for the first time.
    """

    id = models.UUIDField(primary_key=True, help_text="of the device")
    place = models.BigIntegerField()
    token = models.BinaryField(unique=True)
    previous = models.BinaryField(null=True, db_index=True)
    issued_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    app_version = models.CharField(max_length=40, blank=True)
    unsent = models.IntegerField(null=True, help_text="operations waiting on the phone, as it said")

    objects: ClassVar[ScopedManager] = ScopedManager()


class Epoch(models.Model):
    """One row: which life of the database this is. A restore from a backup begins another; devices then compare all."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.CharField(max_length=36)
    since = models.DateTimeField()
    covered_to = models.DateTimeField(null=True, help_text="what the last backup holds; NULL where none was ever made")
