"""Administrative divisions: public reference data, without row-level security and without a journal."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from uuid_utils.compat import uuid7

from hutong.places.codes import Level


class Place(models.Model):
    """A unit of the reporting tree. `id` never changes: the journal's streams hang on it, not on the code."""

    # "C" sorts by bytes, so that a b-tree serves LIKE 'prefix%' whatever the database's locale.
    code = models.BigIntegerField("填报代码", unique=True)
    level = models.PositiveSmallIntegerField("级别", choices=[(level.value, level.label) for level in Level])
    name = models.CharField("名称", max_length=100, db_collation="C")
    short_name = models.CharField("简称", max_length=100, db_collation="C")
    pinyin = models.CharField("拼音", max_length=400, db_collation="C")
    initials = models.CharField("拼音首字母", max_length=100, db_collation="C")

    class Meta:
        verbose_name = "区划"
        constraints = [models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="place_level")]
        indexes = [
            models.Index(fields=[field], name=f"place_{field}")
            for field in ("name", "short_name", "pinyin", "initials")
        ]

    def __str__(self) -> str:
        return self.name


class StatisticalCode(models.Model):
    """The national statistical code of a place, dated: one code means one place on any one day."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="statistical_codes")
    code = models.BigIntegerField("统计代码")
    valid = DateRangeField("有效期")

    class Meta:
        verbose_name = "统计代码"
        constraints = [
            ExclusionConstraint(
                name="statistical_code_once",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)


class Change(models.Model):
    """A change of the tree: which unit was renamed, moved, merged or split, by which document. Never changed itself."""

    class Kind(models.TextChoices):
        RENAME = "rename", "更名"
        MOVE = "move", "划转"
        MERGE = "merge", "合并"
        SPLIT = "split", "拆分"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("变更", max_length=6, choices=Kind.choices)
    code = models.BigIntegerField("变更前代码")
    new_code = models.BigIntegerField("变更后代码")
    name = models.CharField("变更前名称", max_length=100)
    new_name = models.CharField("变更后名称", max_length=100)
    in_force = models.DateField("启用日期", help_text="what the document says; the codes change on the day it is done")
    document = models.CharField("文号", max_length=100)
    reason = models.CharField("理由", max_length=300)
    done_on = models.DateField("办理日期")
    done_at = models.DateTimeField()
    by_name = models.CharField("办理人", max_length=100)
    counts = models.JSONField(default=dict, help_text="what was carried along: children, posts, duties, files")

    class Meta:
        verbose_name = "区划变更"
        indexes = [models.Index(fields=["-done_at"])]


class ChangeAsked(models.Model):
    """A change that an administrator confirmed and a worker makes, all of it or nothing. Its id becomes the change's."""

    class Status(models.TextChoices):
        WAITING = "waiting", "正在办理"
        DONE = "done", "已办理"
        FAILED = "failed", "没有办成"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="the unit, by the code it had when it was asked")
    sentence = models.CharField(max_length=300, help_text="the change as it was confirmed")
    wish = models.JSONField(help_text="what workforce.changes.plan.Wish holds, document, reason and posts that end")
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.WAITING)
    error = models.CharField(max_length=300, blank=True)
    person = models.UUIDField()
    role = models.CharField(max_length=30)
    by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = "待办的区划变更"


class Former(models.Model):
    """A code and name that a unit had until a day. Old codes and names are found through it; figures of the past too.

    stable_id: whose it was; place: where that is today, another unit after a merge. since: open for what was loaded.
    until: the day of the change, on which records may still have the old code.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="formers")
    stable_id = models.BigIntegerField()
    code = models.BigIntegerField("填报代码")
    level = models.PositiveSmallIntegerField("级别")
    name = models.CharField("名称", max_length=100, db_collation="C")
    short_name = models.CharField("简称", max_length=100, db_collation="C")
    since = models.DateField(null=True)
    until = models.DateField()
    change = models.ForeignKey(Change, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "曾用代码和名称"
        indexes = [models.Index(fields=[field], name=f"former_{field}") for field in ("code", "name", "stable_id")]
