"""Sealed facts: never on village phones, ledgers, exports, filters or a director's duties (design.md, Data).

Whoever holds a copy of the database without the keys learns how many a county has and nothing of whom or what (ADR 27).
"""

from typing import Any, ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.ground.sealing import SealedLinkField, SealedTextField
from hutong.places.codes import Level, at_level


class CountyField(models.BigIntegerField):
    """The county of whatever place it is given: a village of few children would name the one who is meant."""

    def get_prep_value(self, value: Any) -> Any:
        code = super().get_prep_value(value)
        return at_level(code, Level.COUNTY) if isinstance(code, int) else code


class SealedFact(models.Model):
    """What only posts named for sealed facts, at county level and above, may see, even that it exists. since: a day, ISO."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = SealedLinkField(db_index=True)
    place = CountyField()
    kind = SealedTextField()
    detail = SealedTextField(least=1024, always=True, blank=True)
    since = SealedTextField(always=True, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()


class SealedToken(models.Model):
    """A word of a sealed fact under a key and the fact's own id: equal words of two facts look unlike, and none can be guessed.

    A table of its own, behind the fence of the facts: the common search (finding.py) never comes here.
    """

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(SealedFact, models.CASCADE, related_name="+", db_index=False)
    child = SealedLinkField(db_index=True)
    place = CountyField()
    token = models.BinaryField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        # Deleting a fact finds its words by the first, a search by the second.
        constraints = [models.UniqueConstraint(fields=["fact", "token"], name="sealed_word_once")]
        indexes = [models.Index(fields=["token"], name="sealed_word")]
