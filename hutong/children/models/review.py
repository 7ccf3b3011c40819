"""复核 (A2-3): somebody ended a file or a category by themselves; the level above looks at it again."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Review(models.Model):
    """What was ended, and what the level above said: agreed, or sent back and with it undone."""

    class Kind(models.TextChoices):
        EXIT = "exit", "退出"
        CATEGORY = "category", "终止类别"
        MERGE = "merge", "合并档案"
        VISIT = "visit", "撤销走访"

    class Answer(models.TextChoices):
        AGREED = "agreed", "同意"
        SENT_BACK = "sent_back", "退回"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    kind = models.CharField("办理种类", max_length=8, choices=Kind.choices)
    category = models.UUIDField(
        null=True,
        help_text="the category that was ended, the file that was merged into this, the visit that was taken back",
    )
    text = models.CharField("办理内容", max_length=400)
    made_on = models.DateField("办理日期")
    made_name = models.CharField("办理人", max_length=100)
    made_by = models.UUIDField(null=True)
    made_level = models.SmallIntegerField(default=5, help_text="level of the post that ended it")
    answer = models.CharField("复核意见", max_length=9, choices=Answer.choices, blank=True)
    answer_reason = models.CharField("退回理由", max_length=200, blank=True)
    answered_name = models.CharField("复核人", max_length=100, blank=True)
    answered_on = models.DateField("复核日期", null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "answer"])]
