"""Files that may be one child, and what people decided about them."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class Double(models.Model):
    """A pair of files, `first` < `second`. Its place is the lowest unit that covers both: who decides sees both."""

    class Status(models.TextChoices):
        OPEN = "open", "待核对"
        TWINS = "twins", "按多胞胎处理"
        MERGED = "merged", "已合并"
        NOT_DOUBLE = "not_double", "不是同一个孩子"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    first = models.UUIDField()
    second = models.UUIDField()
    evidence = models.JSONField(default=list, help_text="keys of policy/national/double-evidence.csv")
    score = models.IntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    found_at = models.DateTimeField()
    proposed_by = models.CharField(
        max_length=100, blank=True, help_text="who asked by hand; empty: found by the system"
    )
    note = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    kept = models.UUIDField(null=True, help_text="the file that stayed")
    op = models.UUIDField(null=True, help_text="the journal's operation that merged: what moved, what was overwritten")
    duties = models.JSONField(
        default=list, help_text="the derived duties before the merge, which the journal does not hold"
    )

    # The level that covers both may change with a move; the nightly run sets it anew.
    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="double_once")]
        indexes = [
            models.Index(fields=["place", "status", "-score", "id"], name="double_list"),
            models.Index(fields=["second"], name="double_second"),
        ]
