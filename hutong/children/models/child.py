"""The child's own part of the file. One aggregate with one `rev`: relatives, categories and the rest belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager, ScopedQuerySet
from hutong.children.models import choices as c
from hutong.ground.sealing import SealedTextField

if TYPE_CHECKING:
    from hutong.accounts.grants import Grant


NEXT_NUMBER = RawSQL("'HT' || lpad(nextval('children_number')::text, 10, '0')", [])


class ChildManager(ScopedManager):
    """Files that stand for a child: without those merged into another, and those whose import was taken back."""

    def within(self, grant: Grant) -> ScopedQuerySet:
        return self.ever(grant).exclude(exit_reason__in=c.GONE)  # type: ignore[return-value]  # exclude keeps the class

    def ever(self, grant: Grant) -> ScopedQuerySet:
        """With those too, for whoever looks again at what took them away."""
        return super().within(grant)


class Child(models.Model):
    """A child in the register. `place` is the village where the child lives; hukou and school are facts beside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rev = models.IntegerField(default=1)
    place = models.BigIntegerField("居住村（社区）")
    happened_place = models.BigIntegerField(help_text="where the child was first registered; never changes")
    number = models.CharField("护童编号", max_length=20, unique=True, db_default=NEXT_NUMBER)  # type: ignore[arg-type]  # any expression may stand here
    registered_on = models.DateField("建档日期")
    confirmed_on = models.DateField("最近核实日期")
    confirmation = models.UUIDField(help_text="the operation that last confirmed the whole file (A3-2 refresh)")

    name = models.CharField("姓名", max_length=60)
    name_key = models.CharField(max_length=200, help_text="pinyin, for sorting")
    sex = models.CharField("性别", max_length=6, choices=c.Sex.choices)
    birth_date = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    id_kind = models.CharField("证件类型", max_length=10, choices=c.IdKind.choices)
    id_number = SealedTextField("证件号码", null=True)
    address = models.CharField("现住址", max_length=200, blank=True)
    phone = SealedTextField("本人电话", null=True)
    care_reason = models.CharField("委托照护原因", max_length=12, choices=c.CareReason.choices, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)

    hukou_nature = models.CharField("户口性质", max_length=10, choices=c.HukouNature.choices, blank=True)
    hukou_place = models.CharField("户籍所在地", max_length=200, blank=True)

    income_source = models.CharField("家庭主要收入来源", max_length=10, choices=c.IncomeSource.choices, blank=True)
    household_size = models.SmallIntegerField("家庭人口数", null=True)
    household_income = models.IntegerField("家庭年收入（元）", null=True)
    housing = models.CharField("住房情况", max_length=100, blank=True)
    committee_contact = models.CharField("村（居）委会联系人", max_length=60, blank=True)

    health = models.CharField("健康状况", max_length=10, choices=c.Health.choices, blank=True)
    disability_kind = models.CharField("残疾类别", max_length=10, choices=c.DisabilityKind.choices, blank=True)
    disability_grade = models.CharField("残疾等级", max_length=10, choices=c.DisabilityGrade.choices, blank=True)
    disability_card = SealedTextField("残疾人证号", null=True)
    illness = models.CharField("主要疾病", max_length=100, blank=True)

    risk = models.CharField("风险等级", max_length=6, choices=c.Risk.choices, blank=True)
    exit_reason = models.CharField("退出原因", max_length=10, choices=c.ExitReason.choices, blank=True)
    exited_on = models.DateField("退出日期", null=True)
    exit_note = models.CharField("退出说明", max_length=200, blank=True)
    last_payment_month = models.DateField("补贴最后发放月份", null=True)

    objects: ClassVar[ChildManager] = ChildManager()

    class Meta:
        indexes = [
            # A page is walked in its order; the place stands last, so that rows outside a unit are passed by unread.
            models.Index(fields=["name_key", "id", "place"], name="child_list"),
            models.Index(fields=["birth_date", "id", "place"], name="child_list_birth"),
            # A list is counted in the index alone: it holds what lists filter by.
            models.Index(
                fields=["place", "birth_date", "id"],
                include=["sex", "risk", "exited_on", "exit_reason"],
                name="child_by_birth",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(exited_on__isnull=True) | ~Q(exit_reason=""), name="exit_has_reason"),
            models.CheckConstraint(condition=Q(registered_on__gte=F("birth_date")), name="registered_after_birth"),
        ]

    @property
    def active(self) -> bool:
        return self.exited_on is None
