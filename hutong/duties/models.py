"""Duties are derived from facts and dated policy; they are stored, not journaled (design.md, wall 3)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.accounts.permissions import Role
from hutong.ground.deadline import LABELS, Unit

# About how many minutes a unit is long, to find the shortest of several deadlines.
LENGTHS = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 1440, Unit.WORKING_DAY: 1440 * 7 // 5, Unit.MONTH: 1440 * 487 // 16}


class CalendarDay(models.Model):
    """A civil day as ground/working_days.py knows it, so that sets of deadlines are reckoned by the database."""

    day = models.DateField(primary_key=True)
    works = models.BooleanField()
    number = models.IntegerField(help_text="working days from the first day of the calendar up to and with this one")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=models.Q(works=True), name="one_day_a_number")
        ]


class Policy(models.Model):
    """One dated row of policy/: how long a rule allows, for whom. Loaded rows are never changed, only succeeded."""

    class Mark(models.TextChoices):
        """How the length is known."""

        SEEN = "seen", "原文"
        REPORTED = "reported", "据报道"
        DESIGN = "design", "本系统设计"

    id = models.BigAutoField(primary_key=True)
    rule = models.CharField(max_length=40)
    clause = models.CharField(max_length=10)
    province = models.SmallIntegerField(help_text="two-digit code; 0 is the whole country")
    category = models.CharField(max_length=40, help_text="* is any")
    situation = models.CharField(max_length=20, help_text="* is any; else a word of the rule, such as a risk")
    amount = models.IntegerField()
    unit = models.CharField(max_length=11, choices=[(unit.value, LABELS[unit]) for unit in Unit])
    length = models.GeneratedField(
        expression=models.F("amount")
        * models.Case(*(models.When(unit=unit.value, then=n) for unit, n in LENGTHS.items()), default=0),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    climbing = models.JSONField(
        default=list, help_text="how long overdue until which level above is told: [{level, amount, unit}]"
    )
    period = DateRangeField(help_text="in force, half-open")
    source = models.CharField(max_length=200)
    mark = models.CharField(max_length=8, choices=Mark.choices)
    version = models.CharField(max_length=64, help_text="hash of the row's text, so that no row loads twice")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version"], name="policy_row_once")]
        indexes = [models.Index(fields=["rule", "province"])]


# One of three owes it, and the database holds to that.
ONE_OWNER = (
    (models.Q(organisation=None, person=None) & ~models.Q(owner=""))
    | models.Q(owner="", organisation__isnull=False, person=None)
    | models.Q(owner="", organisation=None, person__isnull=False)
)


class Duty(models.Model):
    """What is owed about a subject since a day, until a day. Closed by the record that discharges it, or no longer owed."""

    class Ending(models.TextChoices):
        DONE = "done", "已办"
        LAPSED = "lapsed", "不再需要"
        WAIVED = "waived", "免办"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(max_length=40)
    clause = models.CharField(max_length=10)
    owner = models.CharField(
        max_length=30, choices=Role.choices, blank=True, help_text="the role, where posts at the place owe it"
    )
    level = models.SmallIntegerField(db_default=5, help_text="at which its owner stands, 1 province to 5 village")
    organisation = models.UUIDField(null=True, help_text="which owes it: a department, an institution, a body")
    person = models.UUIDField(null=True, help_text="who owes it, in a case")
    addressees = ArrayField(
        models.UUIDField(), null=True, help_text="posts, persons, organisations who see it wherever they stand"
    )
    closed = models.BooleanField(
        db_default=False, help_text="nobody but the addressees sees or counts it; its place is the county"
    )
    subject = models.UUIDField(help_text="what it is about: a child, a place, a record")
    basis = models.UUIDField(help_text="the record it counts from; another basis is another round")
    child = models.UUIDField(null=True)
    place = models.BigIntegerField()
    owed_since = models.DateField()
    due = models.DateField()
    due_at = models.DateTimeField(null=True, help_text="the moment on that day, of clocks of minutes and hours")
    policy = models.BigIntegerField(null=True, help_text="the row that says when it is due and where it climbs")
    ending = models.CharField(max_length=6, choices=Ending.choices, blank=True)
    ended_on = models.DateField(null=True)
    discharged_by = models.UUIDField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "subject", "basis"], name="duty_round_once"),
            models.CheckConstraint(name="duty_one_owner", condition=ONE_OWNER),
            # Whom it is addressed to sees it; whom it is closed to does not learn of it by its place.
            models.CheckConstraint(
                name="duty_addressed",
                condition=(models.Q(organisation=None, person=None) | models.Q(addressees__isnull=False))
                & (models.Q(closed=False) | models.Q(addressees__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "due"], condition=models.Q(ending=""), name="duty_open"),
            models.Index(fields=["due", "child", "place"], condition=models.Q(ending=""), name="duty_next"),
            models.Index(fields=["place", "ended_on"], condition=~models.Q(ending=""), name="duty_ended"),
            models.Index(fields=["child"], name="duty_child"),
            GinIndex(fields=["addressees"], condition=models.Q(addressees__isnull=False), name="duty_addressees"),
            # What no kept sum holds.
            models.Index(
                fields=["place"],
                condition=models.Q(closed=True) | models.Q(due_at__isnull=False),
                name="duty_beside_sums",
            ),
            models.Index(fields=["due_at"], condition=models.Q(ending="", due_at__isnull=False), name="duty_at"),
            # The few that counties, prefectures and the province owe, among all of those below them.
            models.Index(fields=["level", "due"], condition=models.Q(ending="", level__lt=4), name="duty_above"),
        ]


class Step(models.Model):
    """When an open round climbs to which level above its owner's. What it had reached when it ended stays as history."""

    id = models.BigAutoField(primary_key=True)
    duty = models.UUIDField()
    step = models.SmallIntegerField()
    level = models.SmallIntegerField()
    at = models.DateTimeField()
    watched = models.BooleanField(
        db_default=False, help_text="somebody is told at the minute: a clock of minutes, a closed matter"
    )
    reached_at = models.DateTimeField(null=True, help_text="when it was told")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "step"], name="duty_step_once")]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(watched=True, reached_at=None), name="duty_step_waits"),
        ]


class Answer(models.TextChoices):
    """What the level above said."""

    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class Waiver(models.Model):
    """A wish that one round of a duty need not be done, with its reason, and what the level above answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    duty = models.UUIDField(help_text="the round")
    place = models.BigIntegerField()
    child = models.UUIDField(null=True)
    reason = models.CharField("理由", max_length=300)
    asked_by = models.UUIDField()
    asked_name = models.CharField(max_length=100)
    asked_on = models.DateField()
    answer = models.CharField("答复", max_length=7, choices=Answer.choices, blank=True)
    answer_reason = models.CharField("答复意见", max_length=300, blank=True)
    answered_name = models.CharField(max_length=100, blank=True)
    answered_on = models.DateField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["duty"]), models.Index(fields=["place", "asked_on"])]
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=models.Q(answer=""), name="one_open_waiver_a_round")
        ]


class Task(models.Model):
    """A piece of work that the level above told a post below to do, the only duty that people add (wall 3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    owner = models.CharField(max_length=30, choices=Role.choices, blank=True)
    organisation = models.UUIDField(null=True, help_text="who does it, where that is no post at the place")
    title = models.CharField("任务", max_length=60)
    text = models.CharField("要求", max_length=500, blank=True)
    due = models.DateField("完成期限")
    assigned_by = models.UUIDField(null=True)
    assigned_name = models.CharField(max_length=100)
    assigned_on = models.DateField()
    done_note = models.CharField("办理情况", max_length=500, blank=True)
    done_name = models.CharField(max_length=100, blank=True)
    done_on = models.DateField(null=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "due"])]
