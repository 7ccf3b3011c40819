"""How a child is found by name: equality and prefix on plain tokens, which row-level security can push down."""

from typing import ClassVar

from django.db import models

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Token(models.Model):
    """One searchable form of a name: its suffixes, its pinyin, its initials."""

    pk = models.CompositePrimaryKey("child_id", "token")
    # Derived from the name by the action that writes it: a check of each row again would cost an import a tenth.
    child = models.ForeignKey(Child, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    place = models.BigIntegerField()
    token = models.CharField(max_length=120)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["token", "place", "child"], name="child_token")]
