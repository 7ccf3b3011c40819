"""Where the old id of a merged file leads."""

from typing import ClassVar

from django.db import models

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Alias(models.Model):
    """The id and the 护童编号 of a file that was merged into another; both lead to the file that stayed."""

    id = models.UUIDField(primary_key=True, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    number = models.CharField(max_length=20, unique=True)

    objects: ClassVar[ScopedManager] = ScopedManager()
