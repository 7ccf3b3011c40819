"""Visits: what was seen, said and found when somebody went to see a child (A3-4)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models import Child
from hutong.children.models.choices import Risk


class Mode(models.TextChoices):
    HOME = "home", "入户"
    SCHOOL = "school", "到校"
    PHONE = "phone", "电话或视频"
    ELSEWHERE = "elsewhere", "其他地点"


class WordsBy(models.TextChoices):
    SPEECH = "speech", "口述"
    DRAWING = "drawing", "画画"
    SIGN = "sign", "手势或手语"
    INTERPRETER = "interpreter", "他人翻译"


class Finding(models.TextChoices):
    NORMAL = "normal", "正常"
    CHANGED = "changed", "有变化"
    PROBLEM = "problem", "有问题"


# The checklist of domain.md §3: what every visit looks at.
CHECKLIST = {
    "living": "生活保障",
    "guardianship": "家庭监护",
    "schooling": "就学",
    "health": "身体健康",
    "safety": "安全",
    "mood": "情绪",
}
SEEN = {"child": "儿童本人", "carer": "照护人", "parent": "父母", "teacher": "老师", "neighbour": "邻居"}


class Visit(models.Model):
    """One visit. Its place is where the child lives now; `happened_place` stays and feeds figures."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+", db_index=False)
    place = models.BigIntegerField()
    happened_place = models.BigIntegerField()
    on = models.DateField("走访日期")
    mode = models.CharField("走访方式", max_length=10, choices=Mode.choices)
    place_text = models.CharField("地点", max_length=100, blank=True)
    seen = models.JSONField("见到的人", default=list)
    spoke_alone = models.BooleanField("是否单独与儿童交谈", null=True)
    words = models.TextField("儿童自己的话", max_length=2000, blank=True)
    words_by = models.CharField("表达方式", max_length=12, choices=WordsBy.choices, blank=True)
    no_change = models.BooleanField("没有变化", default=False)
    findings = models.JSONField("查看情况", default=dict)
    notes = models.JSONField("情况说明", default=dict)
    risk = models.CharField("风险等级", max_length=6, choices=Risk.choices, blank=True)
    risk_reasons = models.CharField("风险理由", max_length=500, blank=True)
    next_steps = models.CharField("答应要做的事", max_length=500, blank=True)
    next_on = models.DateField("约定日期", null=True)
    visitor = models.UUIDField(null=True)
    visitor_name = models.CharField("走访人", max_length=100, blank=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["child", "-on"], name="visit_child"),
            models.Index(fields=["place", "on"]),
            # The list, newest first, of a place as large as a province.
            models.Index(fields=["on", "id", "place"], name="visit_list"),
        ]


class KeyCheck(models.Model):
    """重点核查 (A2-4): the supervisor went to see a child of high risk. It stays with the township that made it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+", db_index=False)
    place = models.BigIntegerField()
    on = models.DateField("核查日期")
    mode = models.CharField("核查方式", max_length=10, choices=Mode.choices)
    found = models.TextField("核查情况", max_length=1000)
    checker = models.UUIDField(null=True)
    checker_name = models.CharField("核查人", max_length=100, blank=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child", "-on"]), models.Index(fields=["place", "on"])]


class CheckProblem(models.Model):
    """A problem that a key check found, to be put right by a day. It follows the child."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_id = models.UUIDField(help_text="the key check, which may lie at another place by now")
    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    found_on = models.DateField("发现日期")
    text = models.CharField("问题", max_length=300)
    due = models.DateField("整改期限")
    fixed_on = models.DateField("整改完成日期", null=True)
    fixed_note = models.CharField("整改情况", max_length=300, blank=True)
    fixed_name = models.CharField("办理人", max_length=100, blank=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "due"])]


class Question(models.Model):
    """To be asked at the next visit, by whoever makes it. It follows the child and stands on the village's phones."""

    # Whoever is asked and does not know says so: that is an answer, and the question is not asked again.
    UNKNOWN = "不清楚"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="+", db_index=False)
    place = models.BigIntegerField()
    text = models.CharField("要问的事", max_length=80)
    answers = models.JSONField("可选的回答", default=list, help_text="a few words each, of at most twelve characters")
    about = models.CharField(max_length=40, blank=True, help_text="which matter of which app; empty: an officer's own")
    asked_name = models.CharField("提问人", max_length=100)
    asked_on = models.DateField("提问日期")
    answer = models.CharField("回答", max_length=12, blank=True)
    note = models.CharField("补充", max_length=60, blank=True)
    visit = models.UUIDField(null=True, help_text="that brought the answer")
    answered_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["child"], name="question_child"), models.Index(fields=["place"])]


class Campaign(models.Model):
    """摸底排查 (A1-4): a county, or a level above, has children in some villages checked by a day. `place` opened it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.BigIntegerField()
    name = models.CharField("名称", max_length=60)
    basis = models.CharField("依据", max_length=200)
    text = models.CharField("要求", max_length=500, blank=True)
    starts = models.DateField("开始日期")
    ends = models.DateField("截止日期")
    where = models.CharField("范围", max_length=200)
    categories = models.JSONField("对象类别", default=list, help_text="keys of categories; none is every child")
    new_found = models.BooleanField("同时排查未建档儿童", help_text="each village says whom it found, or nobody")
    items = models.JSONField("核实内容", help_text="rows of policy/national/survey-items.csv as they were then")
    opened_name = models.CharField(max_length=100)
    opened_on = models.DateField()
    summary = models.CharField("总结", max_length=1000, blank=True)
    closed_name = models.CharField(max_length=100, blank=True)
    closed_on = models.DateField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["place", "-starts"])]


class CampaignVillage(models.Model):
    """A village of a campaign, what it reported, and its figures when the campaign was closed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="villages", db_index=False)
    place = models.BigIntegerField()
    note = models.CharField("排查情况", max_length=300, blank=True)
    reported_name = models.CharField(max_length=100, blank=True)
    reported_on = models.DateField(null=True)
    figures = models.JSONField(null=True)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        # Not unique: of two villages that become one, both stay.
        indexes = [models.Index(fields=["campaign", "place"]), models.Index(fields=["place"])]
