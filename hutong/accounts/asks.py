"""What one person asks to be done to the post or account of another, and the second person's answer (ADR 22)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class Ask(models.Model):
    """A request that waits for a second person. `place`: of the post, by which those who answer and those told find it.

    by: nobody where the command line did it. wanted: the post that an outsider is to get. seen_by: who took note.
    """

    class Kind(models.TextChoices):
        NAME = "name", "指定接触密封事项"
        REISSUE = "reissue", "重发账号"
        POST = "post", "外单位任职"

    class Answer(models.TextChoices):
        AGREED = "agreed", "同意"
        REFUSED = "refused", "不同意"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    kind = models.CharField("事项", max_length=7, choices=Kind.choices)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    post = models.UUIDField()
    wanted = models.JSONField(null=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    at = models.DateTimeField("申请时间")
    by = models.UUIDField(null=True)
    by_name = models.CharField("申请人", max_length=100)
    answer = models.CharField("答复", max_length=7, choices=Answer.choices, blank=True)
    answer_reason = models.CharField("答复意见", max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_name = models.CharField("答复人", max_length=100, blank=True)
    seen_by = ArrayField(models.UUIDField(), default=list)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "at"], name="accounts_as_place_ask_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "post"], condition=models.Q(answer="") & ~models.Q(kind="post"), name="one_open_ask"
            )
        ]
