"""意见与投诉 in the app itself (国办函〔2026〕12号): anyone signed in writes, the administrator answers, the sender sees it."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class Kind(models.TextChoices):
    SUGGESTION = "suggestion", "意见建议"
    COMPLAINT = "complaint", "投诉"
    QUESTION = "question", "咨询"


class Topic(models.TextChoices):
    FAULT = "fault", "系统故障"
    AWKWARD = "awkward", "操作不方便"
    FIGURES = "figures", "数据或统计不对"
    AGAIN = "again", "重复填报"
    FORMALISM = "formalism", "打卡、排名、留痕等不合理要求"
    ACCOUNT = "account", "账号和权限"
    CONDUCT = "conduct", "工作人员作风"
    OTHER = "other", "其他"


class Feedback(models.Model):
    """One message and its answer. Its place is the sender's; who answers follows from it (inbox.py)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.CharField(max_length=10, choices=Topic.choices)
    text = models.TextField(max_length=2000)
    about = models.CharField(
        max_length=100, blank=True, help_text="whom a complaint is about, as the sender names them"
    )
    about_administrator = models.BooleanField(default=False, help_text="that is the administrator who would answer")
    screenshot = models.UUIDField(null=True, help_text="documents.File")
    sender = models.UUIDField()
    sender_name = models.CharField(max_length=100)
    sender_role = models.CharField(max_length=30)
    sent_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, help_text="none once it is answered")
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    helped = models.BooleanField(null=True)
    helped_note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["sender", "sent_at"]), models.Index(fields=["place", "waiting_since"])]
