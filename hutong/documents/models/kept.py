"""Files kept encrypted, with an expiry where they are not records (design.md, Data)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class File(models.Model):
    """A file in the data folder, encrypted under its own id. Uploads and problem workbooks expire."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()


class Paper(models.Model):
    """One printed paper: who printed it, when, what for, and from which state of what it shows. Of one with a number the copy is kept.

    place: whose record it shows; also of a paper printed by a share, so that the child's county knows of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    code = models.CharField(max_length=14, unique=True, help_text="printed at the bottom right")
    digest = models.BinaryField(help_text="HMAC of all that was printed")
    title = models.CharField(max_length=100)
    child = models.UUIDField(null=True, help_text="whose paper it is, where it is a child's")
    rev = models.IntegerField(null=True, help_text="of the file that was printed")
    person_name = models.CharField(max_length=100)
    unit = models.CharField(max_length=200, help_text="whose officer printed it, and as what")
    purpose = models.CharField(max_length=200)
    recipient = models.CharField(max_length=100)
    at = models.DateTimeField()
    copy = models.UUIDField(null=True, help_text="the file of a numbered paper, as it was issued")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_reason = models.CharField("作废原因", max_length=200, blank=True)

    # It says where it was printed, and is asked for there.
    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child", "at"])]
