"""People, organisations, posts, and shares. A post turns into a filter in held.py, a share in shares.py."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from hutong.accounts import withheld
from hutong.accounts.asks import Ask
from hutong.accounts.managers import ScopedManager
from hutong.accounts.permissions import Role
from hutong.accounts.presence import Counted, FormerPassword, Presence, SignIn
from hutong.ground.sealing import SealedTextField

# Django looks for an app's models here.
__all__ = [
    "Ask",
    "Counted",
    "FormerPassword",
    "Organisation",
    "Person",
    "Post",
    "Presence",
    "Share",
    "SignIn",
    "new_id",
]


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(staff_number=username)


class Person(AbstractBaseUser):
    """A member of staff, S2-3 real name. Read inside a context only; before there is one: people.py.

    Of others most is a name: what the withheld fields say is None where the context does not reach the account, and
    password and phone_token are the person's own alone (ADR 29).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="whose officer keeps this account")
    staff_number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    phone = SealedTextField(null=True)
    password = withheld.WithheldChar("password", max_length=128)
    phone_token = withheld.WithheldBinary(null=True, unique=True, help_text="HMAC, for sign-in by phone")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True)
    second_factor_at = withheld.WithheldTime(null=True, help_text="since when an authenticator app is asked for")
    second_factor_reset = withheld.WithheldChar("重置原因", max_length=200, blank=True)
    factors = withheld.WithheldChar(
        max_length=44, blank=True, help_text="digest of the second factor as it lies sealed (ADR 25)"
    )
    suspended_reason = withheld.WithheldChar("停用原因", max_length=200, blank=True)
    suspended_until = models.DateField("停用至", null=True, help_text="the first day on which it works again")
    last_login = None  # sign-ins are kept with the session; a person's row changes by actions only

    objects = PersonManager()
    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS = ["name"]

    def check_password(self, raw_password: str) -> bool:
        """Compare without Django's silent rehash, which would write outside an action."""
        return check_password(raw_password, self.password)

    @classmethod
    def whole(cls, values: dict[str, Any]) -> "Person":
        """A person of all columns, the withheld ones too."""
        return super().from_db("default", list(values), list(values.values()))

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Person":
        told = {name: value for name, value in zip(field_names, values, strict=True) if name not in withheld.FIELDS}
        return super().from_db(db, list(told), list(told.values()))

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        """As Django's; what is withheld is read anew when it is next asked for, or now where it is named."""
        plain = None if fields is None else [name for name in fields if name not in withheld.FIELDS]
        if plain is None or plain:
            super().refresh_from_db(using, plain, from_queryset)
        if fields is None:
            for name in withheld.FIELDS:
                vars(self).pop(name, None)
        elif len(plain or ()) < len(fields):
            withheld.load([self])


class Organisation(models.Model):
    """Who is not a place: a department, an institution, a body; and `unit`, the office that stands for a place in shares.

    `place` says where it stands and who keeps its entry. What institutions and bodies add of their own points here.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", "民政部门和乡镇（街道）"
        DEPARTMENT = "department", "成员单位"
        PROTECTION_INSTITUTION = "protection_institution", "未成年人救助保护机构"
        WELFARE_INSTITUTION = "welfare_institution", "儿童福利机构"
        BODY = "body", "社会组织"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("类型", max_length=30, choices=Kind.choices)
    name = models.CharField("名称", max_length=100)
    place = models.BigIntegerField("所在地")
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = SealedTextField("联系电话", null=True)
    closed_on = models.DateField("停用日期", null=True)
    closed_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "name"], condition=Q(closed_on=None), name="one_organisation_of_a_name"
            ),
            models.UniqueConstraint(fields=["place"], condition=Q(kind="unit"), name="one_unit_a_place"),
            models.CheckConstraint(condition=Q(closed_on=None) | ~Q(closed_reason=""), name="closing_has_reason"),
        ]


class Share(models.Model):
    """The one way to a child beyond the place (design.md, wall 4): who may read what of it, what for and until when.

    `place` is the child's and moves with it; a break-glass share has the county's, so that no village learns of it.
    `to_place` is set where the organisation is a unit: whoever has that place in the jurisdiction reads. `person`: the
    share is this officer's alone. child: the file's id, in an app above.
    """

    class Kind(models.TextChoices):
        HUKOU = "hukou", "户籍地查看"
        MOVE = "move", "迁移跟进"
        BREAK_GLASS = "break_glass", "紧急查看"
        REFERRAL = "referral", "转介"
        SERVICE = "service", "购买服务"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.UUIDField()
    place = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_place = models.BigIntegerField(null=True)
    person = models.UUIDField(null=True)
    kind = models.CharField("方式", max_length=12, choices=Kind.choices)
    purpose = models.CharField("用途", max_length=200)
    parts = ArrayField(models.CharField(max_length=20), verbose_name="可查看内容")
    given_at = models.DateTimeField()
    given_by = models.UUIDField(null=True)
    until = models.DateTimeField("截止")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_reason = models.CharField("终止原因", max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True, help_text="break-glass: when the child's county took note")
    seen_by = models.UUIDField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["child"]),
            models.Index(fields=["organisation"]),
            models.Index(fields=["to_place"]),
            models.Index(fields=["place", "given_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("given_at")), name="share_ends"),
            models.CheckConstraint(condition=~Q(purpose=""), name="share_has_purpose"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended_reason=""), name="ending_has_reason"),
        ]


class Post(models.Model):
    """One person's post at one place for a time, S2-1. The posts of one role act together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role.choices)
    place = models.BigIntegerField()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", help_text="department or body the post belongs to"
    )
    sealed = models.BooleanField(default=False, help_text="named to hold sealed facts")
    period = DateRangeField(help_text="half-open; no upper bound while held")
    basis = models.CharField(max_length=200, blank=True, help_text="appointing document")
    ended_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "role"])]
        constraints = [
            ExclusionConstraint(
                name="one_post_at_a_time",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (F("place"), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role_known"),
        ]

    @property
    def since(self) -> date:
        """The first day on which the post is held."""
        assert self.period.lower
        return self.period.lower


def new_id() -> uuid.UUID:
    """A UUIDv7, which the server makes where a client did not."""
    return uuid7()
