"""The home page of posts without an annex: what waits for them, each figure with the list behind it. Never empty."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hutong.accounts import shares
from hutong.accounts.grants import Grant
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission, Role
from hutong.desk import duties, figures
from hutong.desk.filters import DutyFilters
from hutong.desk.jobs import listing
from hutong.desk.looks import audit
from hutong.duties.models import Policy
from hutong.feedback import inbox
from hutong.ground import clock, working_days
from hutong.places import refs as named

DAYS = 30  # an unusual look is listed
# Into a year that begins so soon deadlines in working days reach already.
REACH = timedelta(days=60)
Item = dict[str, Any]


def home(grant: Grant) -> dict[str, Any]:
    """OfficeHome (schemas.py): the lines that the post's permissions allow, in one order."""
    lines = [line for permission, tell in LINES if grant.allows(permission) for line in tell(grant)]
    return {
        "as_of": clock.now(),
        "role": grant.role.label if grant.role else "",
        "owed": _owed(grant),
        "lines": lines,
    }


# What the document asks of whoever has no annex, in words of the house; the clause is the opinion's.
SENTENCES = {
    Role.DEPARTMENT: ("S4-3", "部门协作：按照职责分工办理交给本单位的事项，按期答复。"),
    Role.WELFARE_INSTITUTION: ("S1-3", "儿童福利机构：拓展服务，办理交给本机构的事项，按期答复。"),
    Role.PARTNER: ("S3-1", "社会力量参与：提供关爱服务，办理交给本组织的事项，按期反馈。"),
}


def _owed(grant: Grant) -> dict[str, Any] | None:
    """What the organisations of a post owe: counts as on any line, and what is next."""
    if not grant.role or grant.role not in SENTENCES:
        return None
    clause, text = SENTENCES[grant.role]
    counts = [row[3] for row in figures.addressed(grant, clock.today())]
    sums = [sum(each) for each in zip(*counts, strict=True)] or [0, 0, 0]
    return {
        "clause": clause,
        "text": text,
        **dict(zip(("due", "overdue", "done"), sums, strict=True)),
        "items": [
            item
            for state in ("overdue", "due")
            for item in duties.listing(grant, DutyFilters(state=state), None, 20)["items"]
        ],
    }


def _shared(grant: Grant) -> list[Item]:
    where = "、".join(named.names(grant.places).values())
    note = f"在期限内、转给本单位查阅的儿童档案。要看别的内容或延长期限，请联系{where}民政部门。"
    return [_line("shared", "转来的儿童", shares.live(grant).count(), "/shared", note)]


def _unusual(grant: Grant) -> list[Item]:
    today = clock.today()
    wanted = audit.Wanted(since=today - timedelta(DAYS), until=today + timedelta(1), unusual=True)
    found = audit.total(grant, wanted)["count"]
    note = "近三十天里同姓、辖区外、短时间内查看多人或夜间查看的记录，还没有核查的。"
    return [_line("unusual", "异常查看", found, "/looks?unusual=1", note, alarm=found > 0)]


def _feedback(grant: Grant) -> list[Item]:
    told = inbox.waiting(grant)
    late = _line("late", "超过五个工作日未答复", told["late"], "/feedback/inbox", "", alarm=told["late"] > 0)
    return [
        _line("feedback", "待答复的意见与投诉", told["waiting"], "/feedback/inbox", "发给您这一级系统管理员的。"),
        late,
    ]


def _system(grant: Grant) -> list[Item]:
    held = Post.objects.within(grant).filter(period__contains=clock.today())
    failed = sum(job.failed for job in listing.jobs(grant))
    rows, newest = Policy.objects.count(), Policy.objects.order_by("-period").first()
    since = f"最新一行自 {newest.period.lower} 起执行。" if newest else ""
    return [
        _line("accounts", "在任账号", held.values("person").distinct().count(), "/posts", "辖区内现任岗位的人员。"),
        _line("jobs", "没有做完的后台任务", failed, "/jobs", "导入、核对等后台任务中失败的。", alarm=failed > 0),
        _line("policy", "政策规则", rows, "", f"职责间隔和期限的规则行数。{since}"),
        *_calendar(),
    ]


def _calendar() -> list[Item]:
    today = clock.today()
    missing = sorted({today.year, (today + REACH).year} - working_days.calendar().confirmed)
    note = (
        "这些年份的工作日期限暂按法定节假日推算，没有算进调休。"
        "国务院办公厅的放假通知公布后，请加进 policy/national/working-days.csv，再运行 hutong policy load。"
    )
    title = f"{'、'.join(map(str, missing))} 年放假安排还没有确认"
    return [_line("calendar", title, len(missing), "", note, alarm=True)] if missing else []


def _line(key: str, title: str, count: int, to: str, note: str, *, alarm: bool = False) -> Item:
    return {"key": key, "title": title, "count": count, "to": to, "note": note, "alarm": alarm}


LINES: tuple[tuple[Permission, Callable[[Grant], list[Item]]], ...] = (
    (Permission.AUDIT, _unusual),
    (Permission.SHARE_READ, _shared),
    (Permission.FEEDBACK_ANSWER, _feedback),
    (Permission.SYSTEM, _system),
)
