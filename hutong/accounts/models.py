"""People and the posts they hold. A post turns into a filter in scope.py."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.accounts.permissions import Role
from hutong.config.sealing import SealedTextField


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(staff_number=username)


class Person(AbstractBaseUser):
    """A member of staff, S2-3 real name. Sign-in reads it before any scope exists: no row-level security."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="whose officer keeps this account")
    staff_number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    phone = SealedTextField(null=True)
    phone_token = models.BinaryField(null=True, unique=True, help_text="HMAC, for sign-in by phone")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    last_login = None  # sign-ins are kept with the session; a person's row changes by actions only

    objects = PersonManager()
    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS = ["name"]

    def check_password(self, raw_password: str) -> bool:
        """Compare without Django's silent rehash, which would write outside an action."""
        return check_password(raw_password, self.password)


class Post(models.Model):
    """One person's post at one place for a time, S2-1. The posts of one role act together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role.choices)
    place = models.BigIntegerField()
    organisation = models.CharField(max_length=100, blank=True, help_text="department or body the post belongs to")
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
