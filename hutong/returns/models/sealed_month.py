"""Figures of sealed matters, fixed at each month's end (months/sealed.py)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.ground.sealing import SealedTextField


class SealedMonth(models.Model):
    """How many children of a county sealed facts concerned at a month's end, rounded and fixed (months/sealed.py).

    figures: JSON, by kind, null where nothing is said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    month = models.DateField(help_text="its first day")
    figures = SealedTextField(least=256)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "month"], name="sealed_month_once")]
