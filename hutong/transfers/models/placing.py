"""After a village was divided: to which part each of its children was assigned (区划变更, A2-3)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Placing(models.Model):
    """One child of a divided village was assigned: it stays, or a move took it to the new part. Undone, the row goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    split = models.UUIDField(help_text="places.Change, of the kind split")
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    move = models.UUIDField(null=True, help_text="the move to the new part; none where the child stays")
    on = models.DateField()
    by_name = models.CharField("办理人", max_length=100)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["split", "child"], name="placed_once")]
