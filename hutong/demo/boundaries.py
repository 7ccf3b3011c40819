"""区划变更 before the year begins: one village got another name, and one went into the next; both invented."""

from datetime import date

from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.demo.acting import acting, moment
from hutong.demo.villages import ANTU, NONGAN
from hutong.places.models import Change
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish

ADMINISTRATOR = "2200000003"
RENAMED, GONE, INTO = ANTU + 101_206, NONGAN + 105_201, NONGAN + 105_202


def boundaries(today: date) -> None:
    """Write both, as the administrator did them then."""
    kinds = Change.Kind
    when = moment(today, 500)
    renamed = Wish(kinds.RENAME, RENAMED, when.date(), name="松江兴隆村委会")
    with acting(ADMINISTRATOR, when) as grant:
        change(grant, renamed, "安政函〔2025〕演示1号", "县内有多个兴隆村，加镇名区分")
    when = moment(today, 430)
    with acting(ADMINISTRATOR, when) as grant:
        ends = plain(Post).filter(place=GONE).values_list("pk", flat=True)
        merged = Wish(kinds.MERGE, GONE, when.date(), into=INTO)
        change(grant, merged, "农政函〔2025〕演示3号", "撤村并居", list(ends))
