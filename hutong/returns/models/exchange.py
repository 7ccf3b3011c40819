"""What went to the national system in batches, what it answered, and what its own roster says (S2-3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class Exchange(models.Model):
    """One batch that goes out, or one roster of the national system that was laid beside our files."""

    class Kind(models.TextChoices):
        BATCH = "batch", "报送批次"
        ROSTER = "roster", "全国系统名册比对"

    class Status(models.TextChoices):
        WAITING = "waiting", "排队中"
        WORKING = "working", "正在处理"
        READY = "ready", "已生成"
        CLOSED = "closed", "已结束"
        FAILED = "failed", "没有完成"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="the county, or a unit above")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    number = models.CharField(max_length=20, help_text="of the batch, as it stands in the file and in receipts")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    person = models.UUIDField(null=True)
    person_name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    file = models.UUIDField(
        null=True, help_text="documents.File: the workbook of a batch, made anew from its rows when asked"
    )
    upload = models.UUIDField(null=True, help_text="documents.File: a receipt or roster waiting to be read")
    upload_name = models.CharField(max_length=200, blank=True)
    left_out = models.IntegerField(default=0, help_text="children whose address is protected: in no file")
    unread = models.JSONField(default=list, help_text="rows of the last receipt that were not understood: [{row, why}]")
    error = models.CharField(max_length=500, blank=True)
    kept_until = models.DateField(
        "保存到", null=True, help_text="of a roster: the first day on which its rows are gone"
    )
    deleted_at = models.DateTimeField(null=True)
    deleted_rows = models.IntegerField(default=0)
    deleted_digest = models.BinaryField(default=b"", help_text="over the rows as they lay (ledgers/lists.py)")
    tasked_on = models.DateField(null=True, help_text="since when villages have their part as a task")

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="exchange_number_once")]
        indexes = [models.Index(fields=["place", "-created_at"], name="exchange_of_unit")]


class ExchangeRow(models.Model):
    """One child or post in a batch or roster; `data` is sealed. The newest settled row of a subject says what they hold."""

    class Subject(models.TextChoices):
        CHILD = "child", "儿童"
        STAFF = "staff", "工作人员"

    class What(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        LEFT = "left", "减少"
        # Of a roster.
        SAME = "same", "一致"
        DIFFERS = "differs", "内容不一致"
        THEIRS = "theirs", "全国系统有，本系统没有"
        OURS = "ours", "本系统有，全国系统没有"
        ELSEWHERE = "elsewhere", "已在外地建档"
        UNREAD = "unread", "读不懂"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "等待回执"
        ACCEPTED = "accepted", "已接收"
        REFUSED = "refused", "被退回"
        UNANSWERED = "unanswered", "没有回执"
        FOUND = "found", "比对结果"
        KNOWN = "known", "全国系统已有"
        ABSENT = "absent", "全国系统没有"

    id = models.BigAutoField(primary_key=True)
    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="rows", db_index=False)
    place = models.BigIntegerField(help_text="the village or post it stood at; it does not follow the child")
    position = models.IntegerField()
    kind = models.CharField(max_length=5, choices=Subject.choices)
    subject = models.UUIDField(null=True, help_text="the child or the post; null for who is not ours")
    what = models.CharField(max_length=9, choices=What.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    answer = models.CharField(max_length=200, blank=True, help_text="why it was refused")
    settled_at = models.DateTimeField(null=True, help_text="since when this says what the national system holds")
    digest = models.BinaryField(help_text="keyed hash of the values; empty where theirs differ from ours")
    data = models.BinaryField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "position"], name="exchange_row_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(outcome__in=["accepted", "known", "absent"]), name="exchange_settled"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "settled_at"], name="exchange_subject"),
            models.Index(fields=["place"], name="exchange_row_place"),
        ]
