"""Sealed facts: never on village phones, ledgers, exports, filters or a director's duties (design.md, Data)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child
from hutong.config.sealing import SealedTextField


class SealedFact(models.Model):
    """What only posts named for sealed facts, at county level and above, may see, even that it exists."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    kind = SealedTextField()
    detail = SealedTextField(null=True)
    since = models.DateField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()
