"""文号: the number of a paper in its unit's register of the year (党政机关公文处理工作条例 9(五): 机关代字、年份、发文顺序号)."""

from django.db import models
from django.db.models import Q

from hutong.documents.models.addressed import Addressed
from hutong.documents.models.kept import Paper


class Series(Addressed):
    """Under which 机关代字 one unit numbers. Closed matters have a series of their own, or a gap in the common one would tell of them."""

    code = models.CharField("机关代字", max_length=20)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)

    class Meta:
        # Not unique: of two units that become one, both registers stay.
        indexes = [models.Index(fields=["place", "code"], name="series_of_unit")]


class Numbered(Addressed):
    """One number: a paper's, or one that says why no paper of this system has it. Numbers follow each other without a gap."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    number = models.IntegerField()
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="numbered")
    explained = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="number_once"),
            models.CheckConstraint(condition=Q(paper__isnull=False) | ~Q(explained=""), name="gap_is_explained"),
        ]
        indexes = [models.Index(fields=["place", "at"], name="numbered_list")]

    @property
    def text(self) -> str:
        """As it stands on the paper (the brackets are those of GB/T 9704-2012, 7.2.5)."""
        return f"{self.series.code}〔{self.year}〕{self.number}号"
