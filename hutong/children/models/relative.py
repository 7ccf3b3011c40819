"""Parents, guardians and carers: where they are, since when, whether they can care, and why not."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models import choices as c
from hutong.children.models.child import Child
from hutong.ground.sealing import SealedTextField


class Relative(models.Model):
    """Somebody in the child's family. Parents are one row each; guardians and carers are dated rows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # children_facts_stand() looks after it, as in facts.py.
    child = models.ForeignKey(Child, models.CASCADE, related_name="relatives", db_index=False, db_constraint=False)
    place = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=c.Kind.choices)
    period = DateRangeField(help_text="half-open; from when to when this person cared")
    name = models.CharField("姓名", max_length=60, blank=True)
    relation = models.CharField("与儿童关系", max_length=24, choices=c.Relation.choices, blank=True)
    id_number = SealedTextField("证件号码", null=True)
    papers = models.CharField("证件说明（无证件、外国证件）", max_length=100, blank=True)
    phone = SealedTextField("联系电话", null=True)
    phone_token = models.BinaryField(null=True, help_text="keyed hash of the phone, by which double files are found")
    whereabouts = models.CharField("去向", max_length=10, choices=c.Whereabouts.choices, blank=True)
    location = models.CharField("务工（居住）地点", max_length=100, blank=True)
    away_since = models.CharField("外出时间", max_length=100, blank=True)
    job = models.CharField("职业或工种", max_length=60, blank=True)
    employer = models.CharField("工作单位", max_length=100, blank=True)
    contact = models.CharField("与儿童联系", max_length=8, choices=c.ContactOften.choices, blank=True)
    able = models.CharField("监护能力", max_length=10, choices=c.AbleToCare.choices, blank=True)
    unable_note = models.CharField("无监护能力说明", max_length=200, blank=True)
    address = models.CharField("住址", max_length=200, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child", "kind"]), models.Index(fields=["phone_token"], name="relative_phone")]
