"""What the workforce keeps beside people and posts (accounts/models.py)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.accounts.models import Post
from hutong.ground.sealing import SealedTextField


class Turn(models.Model):
    """Who stands in for some days: for a post whose holder is away, or in a unit's night. No one at all is a gap that is known.

    Half-open: the day on which one ends is the next one's first. A night is called by the day on which it begins.
    """

    class Seat(models.TextChoices):
        COVER = "cover", "代班"
        NIGHT_FIRST = "night_first", "夜间第一值班人"
        NIGHT_SECOND = "night_second", "夜间第二值班人"

    class Why(models.TextChoices):
        # Not what somebody is ill with: the list is read by colleagues.
        LEAVE = "leave", "请假"
        TRAINING = "training", "外出培训"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    seat = models.CharField(max_length=12, choices=Seat.choices)
    away = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="the post that is covered")
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="of whoever stands in")
    opened = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="held for these days only")
    period = DateRangeField()
    why = models.CharField("原因", max_length=10, choices=Why.choices, blank=True)
    voice = SealedTextField("值班电话", null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "seat"])]
        constraints = [
            ExclusionConstraint(
                name="one_cover_at_a_time",
                expressions=[(F("away"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(seat="cover"),
            ),
            ExclusionConstraint(
                name="one_in_a_night_seat",
                expressions=[
                    (F("place"), RangeOperators.EQUAL),
                    (F("seat"), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=~Q(seat="cover"),
            ),
            models.CheckConstraint(condition=Q(seat="cover") ^ Q(away=None), name="cover_of_a_post"),
        ]


class CleanRecord(models.Model):
    """违法犯罪记录查询 (MPL 62, 98): somebody was asked whether there is a record, and answered hit or no hit, nothing more.

    It stands at the county, also of a village's director: below nobody reads it, nor that there is one.
    """

    class Who(models.TextChoices):
        STAFF = "staff", "工作人员"
        VOLUNTEER = "volunteer", "志愿者"
        CARER = "carer", "照护人"
        RELATIVE = "relative", "亲属"

    class Answer(models.TextChoices):
        CLEAR = "clear", "没有记录"
        HIT = "hit", "有记录，待核"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    who = models.CharField("人员类别", max_length=10, choices=Who.choices)
    subject = models.UUIDField(help_text="the person, relative or volunteer that the app of that kind keeps")
    asked_name = models.CharField("查询人", max_length=100)
    asked_of = models.CharField("查询单位", max_length=100)
    asked_on = models.DateField("查询日期")
    # Always an envelope, of one length: without the keys a copy of the database does not tell whom it hit, nor who waits.
    answer = SealedTextField("结果", always=True, blank=True)
    answered_on = models.DateField(null=True)
    # Of every answer, of a hit too: who has no day would be whom it hit.
    until = models.DateField(null=True, help_text="the first day on which it has to be asked again")

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["subject", "-asked_on"], name="clean_subject")]
