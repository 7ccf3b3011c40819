"""A child's way from one village to another: asked at one end, answered at the other (A2-3)."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager, ScopedQuerySet
from hutong.children.models.child import Child
from hutong.processes.models import Step

if TYPE_CHECKING:
    from hutong.accounts.grants import Grant


class MoveManager(ScopedManager):
    """A move is seen at both ends."""

    def within(self, grant: "Grant") -> ScopedQuerySet:
        """Moves that begin or end in the grant's intervals; of a grant over one child that child's."""
        if grant.child:
            return super().within(grant)
        return ScopedQuerySet(self.model, using=self._db).filter(side(grant, "place") | side(grant, "to_place"))


def side(grant: "Grant", column: str) -> Q:
    """The condition that one end of a move lies in the grant's intervals."""
    inside = Q(pk__in=[])
    for low, high in grant.bounds:
        inside |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return inside


class Move(models.Model):
    """One move. `place` is where the child lived when it was asked and stays; came and left are counted by these rows."""

    class Kind(models.TextChoices):
        HANDOVER = "handover", "迁出"
        CLAIM = "claim", "认领"
        DIRECT = "direct", "辖区内迁移"

    class Status(models.TextChoices):
        ASKED = "asked", "等待答复"
        ACCEPTED = "accepted", "已迁移"
        REFUSED = "refused", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"
        VOID = "void", "已失效"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField(help_text="the village where the child lived when it was asked")
    to_place = models.BigIntegerField(help_text="where to: a village, or a township that names the village on receipt")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ASKED)
    step = models.ForeignKey(Step, models.PROTECT, default="move.ask", related_name="+")  # type: ignore[arg-type]  # django-types knows no key as default
    name = models.CharField(max_length=60, help_text="the child's name as the asking end knows it")
    reason = models.CharField(max_length=200)
    hukou = models.BooleanField(default=False, help_text="the origin's county goes on reading: a floating child")
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=100, blank=True)
    asked_on = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)
    answer = models.CharField(max_length=200, blank=True, help_text="why refused, withdrawn or void")

    # It says from where to where; it does not follow the child.
    objects: ClassVar[MoveManager] = MoveManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "to_place"], condition=Q(status="asked"), name="one_open_move"),
            models.CheckConstraint(
                condition=Q(status="asked", decided_on__isnull=True)
                | (~Q(status="asked") & Q(decided_on__isnull=False)),
                name="move_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "decided_on"], name="move_left"),
            models.Index(fields=["to_place", "decided_on"], name="move_came"),
        ]

    @property
    def decided_at(self) -> int:
        """The end whose officer decided it, or has to."""
        return self.asking if self.status == self.Status.WITHDRAWN else self.answering

    @property
    def open(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def answering(self) -> int:
        """The end that has to answer."""
        return self.place if self.kind == self.Kind.CLAIM else self.to_place

    @property
    def asking(self) -> int:
        """The end that asked."""
        return self.to_place if self.kind == self.Kind.CLAIM else self.place
