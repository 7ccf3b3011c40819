"""What is new for a person, and what of it left the house. No text of a matter stands here, nor goes out."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.accounts.models import Organisation
from hutong.ground.sealing import SealedTextField


class Kind(models.TextChoices):
    """What a person is alarmed of. The words name nobody and say nothing of the matter."""

    URGENT = "urgent", "有1件紧急事项待处理"
    TASK = "task", "有1项交办任务待办理"
    OVERDUE = "overdue", "有逾期事项待督办"
    URGED = "urged", "上级催办，请尽快办理"
    # Of a way out, not of a person: no alarm has it.
    TRIAL = "trial", "测试消息"


# The page where it is seen, which says nothing of the matter either.
PAGES = {Kind.URGENT: "/urgent", Kind.TASK: "/duties", Kind.OVERDUE: "/duties", Kind.URGED: "/duties"}


class Alarm(models.Model):
    """Something new for one person; read by that person alone. place: where the person serves, of whose channels it goes out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    person = models.UUIDField()
    organisation = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    matter = models.UUIDField(help_text="what it is about, so that it is said once")
    raised_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    handed_on = models.BooleanField(default=False, help_text="whether its deliveries are written")

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "matter"], name="one_alarm_a_matter")]
        indexes = [
            models.Index(fields=["person", "raised_at", "id"], name="alarm_of"),
            models.Index(fields=["id"], condition=models.Q(handed_on=False), name="alarm_to_hand_on"),
        ]


class Channel(models.Model):
    """A way out, for the people of a place and of the units below it that have none, or of one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    name = models.CharField("名称", max_length=60)
    url = SealedTextField(least=512, help_text="an address of apprise, with its token")
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place"])]


class Delivery(models.Model):
    """One matter on its way through one channel, whoever of its people was alarmed."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        AGAIN = "again", "没有发成，等待重发"
        SENT = "sent", "已发送"
        FAILED = "failed", "未发出"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="the channel's")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    matter = models.UUIDField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.IntegerField(default=0)
    raised_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "kind", "matter"], name="one_delivery_a_matter")]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(state__in=["waiting", "again"]), name="delivery_to_send"
            )
        ]
