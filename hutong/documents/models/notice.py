"""送达: whom somebody had to tell, of what, until when; and how that was done, when, with what proof."""

from django.db import models
from django.db.models import Q

from hutong.documents.models.addressed import Addressed
from hutong.ground.sealing import SealedTextField


class Notice(Addressed):
    """place: of the unit that has to tell. matter: the record that it is about, such as a paper."""

    class Kind(models.TextChoices):
        PAPER = "paper", "送达文书"
        VOID = "void", "告知文书作废"

    class How(models.TextChoices):
        """Ways of delivery (民事诉讼法第七章第二节), and how an office tells where no paper is delivered."""

        HANDED = "handed", "直接送达"
        LEFT = "left", "留置送达"
        ELECTRONIC = "electronic", "电子送达"
        POSTED = "posted", "邮寄送达"
        ENTRUSTED = "entrusted", "委托、转交送达"
        ANNOUNCED = "announced", "公告送达"
        TOLD = "told", "口头或电话告知"

    matter = models.UUIDField()
    child = models.UUIDField(null=True, help_text="so that whoever must keep away from it reads nothing of this")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    whom = SealedTextField(least=256)
    made_at = models.DateTimeField()
    due = models.DateField("期限")
    how = models.CharField("方式", max_length=10, choices=How.choices, blank=True)
    told_on = models.DateField("送达日期", null=True)
    received_by = SealedTextField("签收人", null=True, least=256)
    proof = SealedTextField("凭证", null=True, least=512)
    told_at = models.DateTimeField(null=True, help_text="when it was recorded")
    told_by = models.CharField(max_length=100, blank=True)
    dropped = models.CharField(max_length=200, blank=True, help_text="why nobody needs to be told any more")

    class Meta:
        indexes = [models.Index(fields=["place", "due"]), models.Index(fields=["matter"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on=None, how="", told_at=None) | (Q(told_on__isnull=False, told_at__isnull=False, dropped="") & ~Q(how="")),
                name="notice_told_or_not",
            )
        ]  # fmt: skip
