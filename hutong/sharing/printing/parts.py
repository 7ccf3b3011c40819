"""What a whole file holds beside the groups: categories, history, and the records that say they are printed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children import timeline
from hutong.children.models import Category, Child
from hutong.children.models.choices import CategoryKey
from hutong.ground import clock
from hutong.ground.days import first_day
from hutong.records import reading, registry
from hutong.records.declared import Paper


@dataclass(frozen=True)
class Part:
    """A table of the file. heads: (name, share of the width); rows: of a child found in scope."""

    key: str
    title: str
    heads: tuple[tuple[str, int], ...]
    rows: Callable[[Grant, Child], list[list[str]]]

    def shown(self, grant: Grant, child: Child) -> dict[str, Any]:
        """As the template wants it."""
        names, shares = zip(*self.heads, strict=True)
        return {"title": self.title, "heads": names, "shares": shares, "rows": self.rows(grant, child)}


def _categories(grant: Grant, child: Child) -> list[list[str]]:
    rows = Category.objects.within(grant).filter(child=child).order_by("period")
    return [
        [CategoryKey(row.key).label, f"{first_day(row.period)}", _until(row), row.basis, row.evidence, row.decided_by]
        for row in rows
    ]


def _until(row: Category) -> str:
    upper = row.period.upper
    if upper and upper <= clock.today():
        return f"{upper}" + (f"（{row.ended_reason}）" if row.ended_reason else "")
    return "至今"


def _history(grant: Grant, child: Child) -> list[list[str]]:
    return [
        [f"{event['at'].astimezone(clock.SHANGHAI):%Y-%m-%d}", _happened(event), event["by"]]
        for event in timeline.page(grant, child)["items"]
    ]


def _happened(event: dict[str, Any]) -> str:
    changes = "；".join(map(timeline.words, event["changes"]))
    return "。".join(text for text in (event["title"], event["detail"], changes) if text)


CATEGORY_HEADS = (("类别", 4), ("认定日期", 3), ("终止", 3), ("认定依据", 4), ("佐证材料", 3), ("认定单位", 4))
CATEGORIES = Part("categories", "类别认定", CATEGORY_HEADS, _categories)
HISTORY = Part("history", "办理记录（最近三十项）", (("日期", 2), ("事项", 9), ("经办人", 2)), _history)


def parts() -> dict[str, Part]:
    """All parts by key, in the order of the file; records stand between categories and history."""
    printed = [_printed(record.model, record.goes.paper) for record in registry.records() if record.goes.paper]
    return {part.key: part for part in (CATEGORIES, *printed, HISTORY)}


def _printed(model: Any, paper: Paper) -> Part:
    def rows(grant: Grant, child: Child) -> list[list[str]]:
        found = model.objects.within(grant).filter(child=child).order_by(*paper.order)[: paper.most]
        return [[reading.text(words, row) for _, _, words in paper.columns] for row in found]

    return Part(paper.key, paper.title, tuple((name, share) for name, share, _ in paper.columns), rows)
