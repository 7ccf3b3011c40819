"""地址保密: against whom a child's address, school and phones are kept secret, until when, and who decided it."""

from django.db import models

from hutong.children.models.facts import Fact


class Against(models.TextChoices):
    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    GUARDIAN = "guardian", "法定监护人（父母以外）"
    CARER = "carer", "现照护人"
    OTHER = "other", "其他亲属或他人"


class Basis(models.TextChoices):
    """On what ground; the law that stands behind each is the deciding body's."""

    ORDER = "order", "人身安全保护令"
    JUDGMENT = "judgment", "法院判决、裁定"
    POLICE = "police", "公安机关告诫书、决定"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门决定"
    REQUEST = "request", "监护人或儿童请求，待有权机关决定"


class AddressProtection(Fact):
    """One person from whom the child's whereabouts are kept, for a time (反家庭暴力法 29; 未成年人保护法 103)."""

    against = models.CharField("对谁保密", max_length=10, choices=Against.choices)
    against_name = models.CharField("姓名", max_length=60, blank=True)
    basis = models.CharField("依据", max_length=14, choices=Basis.choices)
    document = models.CharField("文书名称和文号", max_length=100, blank=True)
    decided_by = models.CharField("决定机关", max_length=100, blank=True)
    ended_reason = models.CharField("解除原因", max_length=200, blank=True)

    class Meta(Fact.Meta):
        indexes = [
            models.Index(fields=["child"]),
            models.Index(fields=["against_name"], name="protection_against"),
        ]
