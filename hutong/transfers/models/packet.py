"""Files that go to another deployment or come from one (docs/packet.md), and the deployments whose keys are known."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models.child import Child


class Partner(models.Model):
    """Another deployment, by its public key. Whoever enters it has compared its fingerprint by telephone; files go there
    only after a second person, at the province, has compared it too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField(help_text="whose officer keeps this entry; everybody may use it")
    name = models.CharField("名称", max_length=100)
    key = models.CharField("公钥", max_length=120)
    fingerprint = models.CharField("指纹", max_length=29)
    checked_with = models.CharField("核对人", max_length=100, help_text="with whom the fingerprint was compared")
    added_on = models.DateField()
    added_by = models.UUIDField(null=True)
    added_by_name = models.CharField(max_length=100, blank=True)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=100, blank=True)
    confirmed_with = models.CharField("复核对象", max_length=100, blank=True)
    closed_on = models.DateField(null=True)
    closed_by_name = models.CharField(max_length=100, blank=True)
    closed_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=models.Q(closed_on=None), name="one_partner_of_a_key"
            ),
            # NULL in added_by is an entry of before this was kept: then any officer of the province is another.
            models.CheckConstraint(
                condition=models.Q(confirmed_on=None)
                | models.Q(confirmed_by__isnull=False)
                & (models.Q(added_by=None) | ~models.Q(confirmed_by=models.F("added_by"))),
                name="partner_has_two_persons",
            ),
        ]


class PacketOut(models.Model):
    """A file sent out. The child stays in the register, duties and all, until the receipt comes back."""

    class Status(models.TextChoices):
        SENT = "sent", "等待回执"
        ACCEPTED = "accepted", "对方已接收"
        REFUSED = "refused", "对方已退回"
        CANCELLED = "cancelled", "已作废"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="the packet's number")
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.SENT)
    file = models.UUIDField(help_text="documents.File")
    made_on = models.DateField()
    made_by_name = models.CharField(max_length=100, blank=True)
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=200, blank=True, help_text="why refused or cancelled")
    their_number = models.CharField(max_length=40, blank=True)
    their_place = models.CharField(max_length=200, blank=True)

    # It says where the file was sent from.
    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(status="sent"), name="one_packet_out_at_a_time"
            )
        ]


class PacketIn(models.Model):
    """A file that came: opened for looking, then received or refused, and answered with a receipt that stays the same."""

    class Status(models.TextChoices):
        WAITING = "waiting", "等待办理"
        ACCEPTED = "accepted", "已接收"
        REFUSED = "refused", "已退回"

    id = models.UUIDField(primary_key=True, editable=False, help_text="the packet's number, made by the sender")
    place = models.BigIntegerField(help_text="the unit that uploaded it")
    sender_key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=29)
    sender_name = models.CharField(max_length=200)
    name = models.CharField(max_length=60, help_text="the child's")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    file = models.UUIDField(help_text="documents.File: the packet as it came")
    receipt = models.UUIDField(null=True, help_text="documents.File")
    child = models.UUIDField(null=True)
    uploaded_on = models.DateField()
    uploaded_by_name = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    # It says where the file came in.
    objects: ClassVar[ScopedManager] = ScopedManager()
