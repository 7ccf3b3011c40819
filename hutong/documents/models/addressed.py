"""What is added to a record and is seen as the record is."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.grants import Grant
from hutong.accounts.managers import ScopedManager, ScopedQuerySet


class Addressed(models.Model):
    """place: as the record's. addressees: where the record is closed, those who see it, and nobody else; its place is the county then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    addressees = ArrayField(models.UUIDField(), null=True, help_text="posts, persons, organisations")

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, grant: Grant) -> ScopedQuerySet:
        """Rows of the grant's places, and those addressed to it wherever they lie; the database leaves out what is closed to it."""
        return cls.objects.within(grant) | cls.objects.addressed_to(grant)
