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
