"""Ledgers and lists on their way out, and what was said about an exception of the ledger (A2-3)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Export(models.Model):
    """One workbook that somebody asked for: what of, with which filters, and where the encrypted file lies until it expires."""

    class Status(models.TextChoices):
        WAITING = "waiting", "排队中"
        WORKING = "working", "正在导出"
        DONE = "done", "完成"
        FAILED = "failed", "没有导出成"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="the unit whose list it is")
    person = models.UUIDField(help_text="who asked; nobody else fetches it")
    person_name = models.CharField(max_length=100)
    role = models.CharField(max_length=30)
    what = models.CharField(max_length=60, help_text="a list or `layout:key`")
    title = models.CharField(max_length=200)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    full = models.BooleanField(default=False, help_text="with numbers in full")
    purpose = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    error = models.CharField(max_length=500, blank=True)
    file = models.UUIDField(null=True, help_text="documents.File")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="export_mine")]


class Explained(models.Model):
    """Why something that the ledger's check found may stay as it is, and until when (A2-3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    rule = models.CharField("台账异常", max_length=40)
    reason = models.CharField("情况说明", max_length=200)
    until = models.DateField("有效期至")
    by = models.CharField("说明人", max_length=100)
    at = models.DateTimeField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="explained_has_reason")]
