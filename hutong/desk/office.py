"""The home page of posts without an annex: what waits for them, each figure with the list behind it. Never empty."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from hutong.accounts import shares
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Post
from hutong.accounts.permissions import Permission, Role
from hutong.alarms.models import Channel, Delivery
from hutong.desk import duties, figures
from hutong.desk.clauses import Sentence, sentence
from hutong.desk.definitions import SOURCE
from hutong.desk.filters import DutyFilters
from hutong.desk.jobs import listing
from hutong.desk.looks import audit
from hutong.duties.models import Policy
from hutong.feedback import inbox
from hutong.ground import clock, working_days
from hutong.places import refs as named
from hutong.places.codes import level_of

DAYS = 30  # an unusual look is listed
# Into a year that begins so soon deadlines in working days reach already.
REACH = timedelta(days=60)
# Whose home has no annex: the kind of organisation that a post of each role belongs to.
KINDS: dict[Role | None, Organisation.Kind] = {
    Role.DEPARTMENT: Organisation.Kind.DEPARTMENT,
    Role.WELFARE_INSTITUTION: Organisation.Kind.WELFARE_INSTITUTION,
    Role.PARTNER: Organisation.Kind.BODY,
}
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


# Lines of a home that are work to do, by the page on which it is done.
WORK = {"unusual": "/looks", "feedback": "/feedback/inbox", "jobs": "/jobs", "channels": "/alarm-channels"}


def alarmed(grant: Grant) -> list[tuple[str, int]]:
    """Page and count of what waits for posts that owe nothing under a clause: looks to review, voices to answer, work that failed."""
    told = (
        line for permission, tell in LINES if permission in WAITS and grant.allows(permission) for line in tell(grant)
    )
    return [(WORK[line["key"]], line["count"]) for line in told if line["key"] in WORK]


def _owed(grant: Grant) -> dict[str, Any] | None:
    """What the organisation of a post without an annex owes, under its own sentence of the document: counts, and what is next."""
    if grant.role not in KINDS:
        return None
    asked = _asked(grant)
    counts = [row[3] for row in figures.addressed(grant, clock.today())]
    sums = [sum(each) for each in zip(*counts, strict=True)] or [0, 0, 0]
    return {
        "clause": asked.clause,
        "source": f"{SOURCE}{asked.where}",
        "text": asked.text,
        **dict(zip(("due", "overdue", "done"), sums, strict=False)),
        "items": [
            item
            for state in ("overdue", "due")
            for item in duties.listing(grant, DutyFilters(state=state), None, 20)["items"]
        ],
    }


def _asked(grant: Grant) -> Sentence:
    own = plain(Organisation).filter(pk__in=grant.organisations, kind=KINDS[grant.role]).order_by("pk").first()
    level = level_of(own.place if own else grant.places[0])
    return sentence(KINDS[grant.role], own.name if own else "", level)


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
        *_unsent(grant),
        _line("policy", "政策规则", rows, "", f"职责间隔和期限的规则行数。{since}"),
        *_calendar(),
    ]


def _unsent(grant: Grant) -> list[Item]:
    ways = Channel.objects.within(grant).filter(closed_at=None)
    stuck = Q(deliveries__state__in=[Delivery.State.AGAIN, Delivery.State.FAILED])
    told = ways.aggregate(ways=Count("pk", distinct=True), stuck=Count("deliveries", filter=stuck))
    note = (
        f"{told['ways']} 个通知渠道里没有发成的消息。" if told["ways"] else "还没有通知渠道，新事项只在护童里看得到。"
    )
    return [_line("channels", "没有发成的通知", told["stuck"], "/alarm-channels", note, alarm=told["stuck"] > 0)]


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
WAITS = {Permission.AUDIT, Permission.FEEDBACK_ANSWER, Permission.SYSTEM}
