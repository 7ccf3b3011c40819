"""A ledger being taken in: the file, what it was read as, each row and what came of it."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class LedgerImport(models.Model):
    """One uploaded ledger. The rows are staged; nothing touches a child before `confirm`."""

    class Status(models.TextChoices):
        WAITING = "waiting", "排队中"
        READING = "reading", "正在读取"
        CHECKING = "checking", "正在核对"
        CHECKED = "checked", "等待确认"
        IMPORTING = "importing", "正在写入"
        DONE = "done", "已完成"
        FAILED = "failed", "未能读取"
        DISCARDED = "discarded", "已放弃"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="the unit whose ledger it is")
    person = models.UUIDField(null=True)
    person_name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=30, blank=True)
    file = models.UUIDField(help_text="documents.File")
    file_name = models.CharField(max_length=200)
    on = models.DateField(help_text="the day taken as today")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    totals = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="the user's corrections: {sheet: {column: field}}")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    op = models.UUIDField(null=True, help_text="the journal's operation that wrote it, by which it is taken back")
    undone = models.JSONField(default=dict, help_text="what taking it back did: {removed, restored, kept}")
    problems = models.UUIDField(null=True, help_text="documents.File: the problem workbook")
    problems_state = models.CharField(max_length=10, blank=True, help_text="making, ready or failed")

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "created_at"])]


class LedgerLayout(models.Model):
    """What an office once said about the columns of its layout; proposed when the same header comes again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="the unit whose layout it is")
    fingerprint = models.CharField(max_length=64, help_text="hash of the header's texts")
    columns = models.JSONField(help_text="{column letter: field or null}")
    person_name = models.CharField(max_length=100, blank=True)
    kept_on = models.DateField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "fingerprint"], name="layout_once")]


class LedgerRow(models.Model):
    """One row of a ledger with its outcome; `data` is sealed, for it holds numbers and phones."""

    id = models.BigAutoField(primary_key=True)
    # Written with the ledger in one step; a check of each row would only repeat it.
    ledger = models.ForeignKey(LedgerImport, models.CASCADE, related_name="rows", db_index=False, db_constraint=False)
    place = models.BigIntegerField()
    position = models.IntegerField()
    sheet = models.CharField(max_length=100, null=True)
    row = models.IntegerField()
    outcome = models.CharField(max_length=10)
    flagged = models.BooleanField(default=False)
    child = models.UUIDField(null=True)
    data = models.BinaryField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "position"], name="ledger_row_once")]
