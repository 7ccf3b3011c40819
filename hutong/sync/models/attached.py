"""Photos, voice notes and signatures on their way: they arrive in pieces after the operation they belong to."""

from typing import ClassVar

from django.db import models

from hutong.accounts.managers import ScopedManager
from hutong.documents.models import Attachment
from hutong.ground.sealing import SealedTextField
from hutong.sync.models.device import Device


class Arriving(models.Model):
    """A file of an operation, announced by a phone; once whole it is an attachment (documents) of the same id."""

    id = models.UUIDField(primary_key=True)
    place = models.BigIntegerField()
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    operation = models.UUIDField()
    record = models.UUIDField(help_text="what the operation made, such as a visit; itself, as long as it made none")
    child = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=Attachment.Kind.choices)
    mime = models.CharField(max_length=40)
    size = models.IntegerField()
    hash = models.CharField(max_length=64, help_text="SHA-256 of what the phone sent")
    begun_at = models.DateTimeField()
    signed = SealedTextField(null=True, least=1024, help_text="of a signature, what was signed: JSON of signing.Signed")
    whole = models.BooleanField(default=False)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        db_table = "sync_attachment"
        indexes = [models.Index(fields=["child"]), models.Index(fields=["operation"])]


class Piece(models.Model):
    """A part of an attachment that is not whole yet, encrypted; removed when it is."""

    id = models.BigAutoField(primary_key=True)
    attachment = models.ForeignKey(Arriving, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    number = models.SmallIntegerField()
    content = models.BinaryField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="piece_once")]
