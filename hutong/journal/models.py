"""Every write, numbered per village without gaps: a child's history, the feed for devices, the audit trail (wall 2).

The application role reads these tables and cannot write them; the functions in sql/ do.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class Stream(models.Model):
    """The counter of one place (by its stable id, not its code). Sealed matters have a stream of their own."""

    pk = models.CompositePrimaryKey("place_id", "sealed")
    place_id = models.BigIntegerField()
    sealed = models.BooleanField(default=False)
    seq = models.BigIntegerField(default=0)


class Entry(models.Model):
    """One action upon one record. changes: {"created": {table: [id]}, "changed": {table: {id: {column: [old, new]}}},
    "deleted": {table: [id]}, "first": {table: {id: digest}}} (ADR 25). A record that went to another place makes two: {"moved": "left"} and nothing else where it was,
    its changes with "moved": "came" where it is (ADR 6). Erased by law it keeps "erased": [operation that erased it, hash of
    what stood here] (ADR 19). The table has a column more, `salt`, which the database fills for the chain."""

    pk = models.CompositePrimaryKey("stream_id", "sealed", "seq")
    stream_id = models.BigIntegerField()
    sealed = models.BooleanField(default=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    person = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    device = models.UUIDField(null=True)
    op = models.UUIDField()
    action = models.CharField(max_length=60)
    record = models.UUIDField()
    child = models.UUIDField(null=True)
    place = models.BigIntegerField()
    changes = models.JSONField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child", "at"]), models.Index(fields=["place", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["op", "record", "sealed", "stream_id"], name="one_entry_an_op_record_and_stream"
            )
        ]


class View(models.Model):
    """Who opened which child's file, or uncovered a number, and what for: 未网条例 36, PIPL 51.

    Of a look at sealed facts `child` is its link, which sealing.linked() turns back, and `place` the county (ADR 27).
    erased: as in an entry, of the purpose. The table has columns more, `salt` and `xid`, which the database fills for the chain."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    person = models.UUIDField()
    post = models.UUIDField()
    child = models.UUIDField(null=True)
    place = models.BigIntegerField()
    kind = models.CharField(
        max_length=30,
        choices=[
            ("open", "打开档案"),
            ("shared", "按授权查看"),
            ("break_glass", "紧急查看"),
            ("unmask", "显示号码"),
            ("elsewhere", "查询外地登记"),
            ("sealed", "查看密封事项"),
            ("export", "导出清单"),
            ("print", "打印档案"),
            ("kept_out", "应回避，没有打开"),
        ],
    )
    purpose = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=30, blank=True, help_text="in which the person looked")
    from_place = models.BigIntegerField(null=True, help_text="where that post stands")
    organisation = models.UUIDField(null=True)
    erased = models.JSONField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child", "at"]), models.Index(fields=["person", "at"])]


class LookReview(models.Model):
    """What the auditor found out about one unusual look. `place` is the county of the child: no village learns of it."""

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", "已说明，属正常工作"
        FOLLOWED = "followed", "已交有关单位处理"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.UUIDField(unique=True)
    place = models.BigIntegerField()
    outcome = models.CharField("处理", max_length=10, choices=Outcome.choices)
    note = models.CharField("说明", max_length=300)
    at = models.DateTimeField()
    by = models.UUIDField()

    objects: ClassVar[ScopedManager] = ScopedManager()


class Seal(models.Model):
    """One batch of entries and looks, bound to all before it (ADR 19). Written by journal_seal() alone, never changed."""

    n = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    entries = models.BigIntegerField()
    looks = models.BigIntegerField()
    looks_to = models.BigIntegerField(help_text="looks of older transactions are sealed")
    previous = models.BinaryField()
    hash = models.BinaryField()


class SealPart(models.Model):
    """What a batch holds of one stream (first … last), or of the looks (stream_id NULL): 32 bytes of hash for each.

    places: the stable ids of the looks' places, for codes change."""

    seal = models.BigIntegerField(db_index=True)
    stream_id = models.BigIntegerField(null=True)
    sealed = models.BooleanField()
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)
    looks = ArrayField(models.UUIDField(), null=True)
    places = ArrayField(models.BigIntegerField(), null=True)
    leaves = models.BinaryField()


class JobDecision(models.Model):
    """What an administrator decided about a background job that failed. `place`: of what waited for it, else of the post."""

    class Outcome(models.TextChoices):
        AGAIN = "again", "再做一次"
        GIVEN_UP = "given_up", "不再做"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    job = models.BigIntegerField()
    title = models.CharField("任务", max_length=60)
    outcome = models.CharField("处理", max_length=10, choices=Outcome.choices)
    reason = models.CharField("理由", max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()

    objects: ClassVar[ScopedManager] = ScopedManager()
