"""One-time links: whoever holds the code answers one question, once, in the browser that used it first."""

from django.db import models

from hutong.documents.models.addressed import Addressed
from hutong.ground.sealing import SealedTextField


class Link(Addressed):
    """matter: the record that the answer is for, such as a notice. Of code and browser only keyed hashes are kept."""

    matter = models.UUIDField()
    token = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    until = models.DateTimeField()
    browser = models.BinaryField(null=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    got = models.BooleanField("收到了", null=True)
    name = SealedTextField("答复人", null=True, least=128)
    words = SealedTextField("说明", null=True, least=512)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["matter"])]
