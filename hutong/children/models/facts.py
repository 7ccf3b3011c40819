"""Dated facts of the file: half-open periods that are closed, never overwritten (design.md, Data)."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models import choices as c
from hutong.children.models.child import Child


class Fact(models.Model):
    """A fact about a child that holds for a period.

    That the child exists, and that no two facts of one kind overlap, the trigger children_facts_stand() (journal/sql/facts.sql)
    sees to, statement by statement (ADR 18).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    place = models.BigIntegerField()
    period = DateRangeField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        abstract = True


class Category(Fact):
    """A statutory category (domain.md §2): basis, evidence, who decided; ends on the birthday that the law names."""

    key = models.CharField("类别", max_length=30, choices=c.CategoryKey.choices)
    basis = models.CharField("认定依据", max_length=200, blank=True)
    evidence = models.CharField("佐证材料", max_length=200, blank=True)
    decided_by = models.CharField("认定单位", max_length=100, blank=True)
    ended_reason = models.CharField("终止原因", max_length=200, blank=True)

    class Meta(Fact.Meta):
        # Lists ask both ways, does this child have it and who has it, and find the answer in the index itself.
        indexes = [
            models.Index(fields=["child", "key"], include=["place", "period"], name="category_child"),
            models.Index(fields=["key", "place", "child"], include=["period"], name="category_list"),
        ]


class Schooling(Fact):
    """Where the child is at school, from when to when."""

    stage = models.CharField("就学阶段", max_length=14, choices=c.Stage.choices)
    school = models.CharField("就读学校", max_length=100, blank=True)
    grade = models.CharField("年级", max_length=30, blank=True)
    boarding = models.BooleanField("是否寄宿", null=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["child"], name="schooling_child")]


class AidReceived(Fact):
    """A benefit that the child or family receives."""

    kind = models.CharField("救助或福利", max_length=24, choices=c.AidKind.choices)
    monthly = models.DecimalField("每月金额（元）", max_digits=9, decimal_places=2, null=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["child"])]
