"""Administrative divisions: public reference data, without row-level security and without a journal."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

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
