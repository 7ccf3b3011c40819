"""What somebody signed: the very text that was read or read aloud, and the mark that was made under it."""

from django.db import models

from hutong.documents.models.addressed import Addressed
from hutong.documents.models.attached import Attachment
from hutong.ground.sealing import SealedTextField


class Signature(Addressed):
    """place, child, addressees: the record's. template, version: of the words, so that they can be said again years later."""

    class Capacity(models.TextChoices):
        PARENT = "parent", "父母"
        GUARDIAN = "guardian", "监护人"
        CARER = "carer", "实际照护人"
        CHILD = "child", "儿童本人"
        STAFF = "staff", "工作人员"
        OTHER = "other", "其他人"

    class Means(models.TextChoices):
        STROKES = "strokes", "签名"
        THUMBPRINT = "thumbprint", "手印"

    record = models.UUIDField()
    child = models.UUIDField(null=True)
    template = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    text = SealedTextField(least=1024, help_text="as the signer saw it")
    digest = models.CharField(max_length=64, help_text="keyed hash of the SHA-256 that papers quote")
    signer = SealedTextField("签字人", least=128)
    capacity = models.CharField("身份", max_length=10, choices=Capacity.choices)
    means = models.CharField("方式", max_length=10, choices=Means.choices)
    witness = SealedTextField("见证人", null=True, least=128, help_text="of who cannot read: the text was read aloud")
    mark = models.ForeignKey(Attachment, models.CASCADE, related_name="+")
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["record"]), models.Index(fields=["child"])]
