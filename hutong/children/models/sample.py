"""Samples: files drawn by lot to be looked at again, and what was found."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Sample(models.Model):
    """One drawing. The seed is the server's and kept, so that everybody can draw again and nobody draws until it pleases."""

    class What(models.TextChoices):
        FILE = "file", "档案是否属实"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    what = models.CharField(max_length=12, choices=What.choices)
    seed = models.CharField(max_length=32)
    population = models.IntegerField()
    bound = models.IntegerField(help_text="per cent: what is said of all if every one drawn is right")
    confidence = models.IntegerField(help_text="per cent")
    drawn_on = models.DateField()
    drawn_name = models.CharField(max_length=100)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "-drawn_on"])]


class SampleItem(models.Model):
    """One that was drawn. It stays with whoever drew it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sample = models.ForeignKey(Sample, models.CASCADE, related_name="+", db_index=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    position = models.IntegerField()
    right = models.BooleanField("属实", null=True)
    note = models.CharField("说明", max_length=200, blank=True)
    looked_on = models.DateField(null=True)
    looked_name = models.CharField(max_length=100, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "position"], name="sample_position_once")]
        indexes = [models.Index(fields=["place"])]
