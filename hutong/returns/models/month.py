"""The ledger as it stood at the end of each month (A2-3): who stood in it with which values, and the totals."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class LedgerMonth(models.Model):
    """A township's ledger of one month, closed for good. `happened_place` is the township's code then; `place` follows it.

    One row at place 0 says that the month is closed everywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    happened_place = models.BigIntegerField()
    month = models.DateField(help_text="its first day")
    total = models.IntegerField()
    closed_at = models.DateTimeField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["happened_place", "month"], name="month_closed_once")]


class MonthRow(models.Model):
    """A child in the ledger over months in which nothing about it changed: [since, until), first days of months.

    It stays with the village that reported it, whatever becomes of the child: `place` only follows that village to another
    code. The groups of the summary stand in the open, so that a month is counted as a day is; the values are sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.UUIDField(help_text="the file's id then; merged later, it stays what it was")
    place = models.BigIntegerField()
    happened_place = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first month in which it was otherwise")
    came = models.CharField(max_length=20, help_text="how the child came into this row: compare.CAME")
    left = models.CharField(max_length=20, blank=True, help_text="how the row ended: compare.LEFT or exit:reason")
    secret = models.BooleanField(default=False, help_text="the address was protected then")
    digest = models.BinaryField(help_text="keyed hash of all values")
    data = models.BinaryField(help_text="the ledger's values, sealed")
    sex = models.CharField(max_length=6)
    birth_date = models.DateField()
    keys = models.CharField(max_length=300, blank=True, help_text="categories, joined by commas")
    schooling = models.CharField(max_length=14, blank=True)
    boarding = models.CharField(max_length=3, blank=True)
    health = models.CharField(max_length=10, blank=True)
    care_reason = models.CharField(max_length=12, blank=True)
    carer = models.CharField(max_length=12, blank=True)
    guardianship = models.CharField(max_length=8, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "since"], name="month_row_place")]
        constraints = [
            models.UniqueConstraint(fields=["child", "since"], name="month_row_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="month_row_span"),
        ]
