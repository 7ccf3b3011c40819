"""Photos, voice notes and signatures, which arrive in pieces after the operation they belong to."""

from typing import ClassVar

from django.db import models

from hutong.accounts.managers import ScopedManager
from hutong.sync.models.device import Device


class Attachment(models.Model):
    """A file of an operation; it belongs to the child that the operation was about, and moves with it."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        VOICE = "voice", "录音"
        SIGNATURE = "signature", "签名"

    id = models.UUIDField(primary_key=True)
    place = models.BigIntegerField()
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    operation = models.UUIDField()
    record = models.UUIDField(null=True, help_text="what the operation made, such as a visit")
    child = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mime = models.CharField(max_length=40)
    size = models.IntegerField()
    hash = models.CharField(max_length=64, help_text="SHA-256 of what the phone sent")
    begun_at = models.DateTimeField()
    file = models.UUIDField(null=True, help_text="in documents, once every piece is there")

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child"]), models.Index(fields=["operation"])]


class Piece(models.Model):
    """A part of an attachment that is not whole yet, encrypted; removed when it is."""

    id = models.BigAutoField(primary_key=True)
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    number = models.SmallIntegerField()
    content = models.BinaryField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="piece_once")]
