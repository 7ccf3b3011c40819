"""Attachment of any record: a file that is seen as its record is. One file may serve several records."""

from django.db import models

from hutong.documents.models.addressed import Addressed
from hutong.documents.models.kept import File
from hutong.ground.sealing import SealedTextField


class Attachment(Addressed):
    """place, child, addressees: the record's. Its name is sealed, for people write in it whom it is about."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        VOICE = "voice", "录音"
        SIGNATURE = "signature", "签名"
        SCAN = "scan", "扫描件"

    record = models.UUIDField(help_text="the record that it belongs to, of whatever table")
    child = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mime = models.CharField(max_length=40)
    size = models.IntegerField()
    name = SealedTextField("文件名", null=True, least=256)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["child"])]
        constraints = [models.UniqueConstraint(fields=["record", "file"], name="file_once_a_record")]
