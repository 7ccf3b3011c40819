"""Visits in the printed file (A3-4): newest first."""

from hutong.accounts.grants import Grant
from hutong.care.history import detail
from hutong.care.models import Mode, Visit
from hutong.children.models import Child
from hutong.sharing.printing import parts

NEWEST = 30


def start() -> None:
    """Tell the file that visits belong to it."""
    heads = (("日期", 2), ("方式", 2), ("情况", 9), ("走访人", 2))
    parts.register(parts.Part("visits", "走访记录（最近三十次）", heads, _rows))


def _rows(grant: Grant, child: Child) -> list[list[str]]:
    visits = Visit.objects.within(grant).filter(child=child).order_by("-on", "-id")[:NEWEST]
    return [[f"{visit.on}", Mode(visit.mode).label, detail(visit), visit.visitor_name] for visit in visits]
