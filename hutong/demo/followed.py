"""明月镇's supervisor and one of its directors in the last days: key checks, and exits to review, those of townships too."""

from datetime import date, timedelta

from hutong.care.checks.actions import fix_problem, record_check
from hutong.care.made.key_check import NewCheck, NewProblem
from hutong.care.models import CheckProblem
from hutong.children.actions import end_category, leave
from hutong.children.asking import may_answer
from hutong.children.models import Category, Child, Review
from hutong.children.models.choices import ExitReason
from hutong.children.reviews.actions import answer
from hutong.demo.acting import acting, moment
from hutong.demo.villages import ANTU
from hutong.ground import clock

SUPERVISOR, DIRECTOR = "2224260003", "2224260005"
VILLAGE = ANTU + 100_201
# Counties, then the prefectures above them.
BUREAUS = ("2224260006", "2201220003", "2298010001", "2224000001", "2201000001", "2298000001")
# Days ago, what was seen, and the problems with the days given and whether they were put right.
CHECKS = (
    (40, "奶奶照护，屋里暖和，作业有人看", (("缺厚被褥", 10, "民政救助送去两床被子"),)),
    (38, "独自在家的时间长，邻居答应照看", (("放学后没人接", 14, "村妇联主席每天接到家"),)),
    (9, "照护人腿脚不便，做饭靠邻居", (("炉子漏烟", 5, ""), ("没有紧急联系人", 7, "已登记姑姑电话"))),
    (4, "情绪低落，不愿说话，已约学校心理老师", (("需要心理辅导", 20, ""),)),
)


def follow_up(today: date) -> None:
    """Write all of it, each thing by whoever does it."""
    _check(today)
    _end(today)
    _agree(today)


def _check(today: date) -> None:
    with acting(SUPERVISOR, moment(today, 0)) as grant:
        rows = Child.objects.within(grant).filter(exited_on=None, registered_on__lt=today - timedelta(40))
        children = sorted(rows, key=lambda child: (("high", "medium", "low", "").index(child.risk), child.number))
    for (days, found, problems), child in zip(CHECKS, children, strict=False):
        on = today - timedelta(days)
        with acting(SUPERVISOR, moment(on, 0)) as grant:
            told = [NewProblem(text, on + timedelta(due)) for text, due, _ in problems]
            record_check(grant, child, NewCheck(on, "home", found, problems=told))
        _put_right(on, child, {text: note for text, _, note in problems if note})


def _put_right(on: date, child: Child, notes: dict[str, str]) -> None:
    with acting(SUPERVISOR, moment(on + timedelta(3), 0)) as grant:
        for problem in CheckProblem.objects.within(grant).filter(child=child, text__in=notes):
            fix_problem(grant, problem.pk, notes[problem.text])


def _end(today: date) -> None:
    """The director ends two files and a category; the township has looked at the first."""
    with acting(DIRECTOR, moment(today, 6)) as grant:
        children = list(
            Child.objects.within(grant)
            .filter(exited_on=None, place=VILLAGE, risk__in=("", "low"))
            .order_by("number")[:3]
        )
        for child, note in zip(children, ("父亲返乡务工，已长期居住", "随母亲到延吉市上学"), strict=False):
            reason = ExitReason.RETURNED if note.startswith("父亲") else ExitReason.MOVED
            leave(grant, child, reason, clock.today(), note)
        for child in children[2:]:
            held = Category.objects.within(grant).filter(child=child, period__contains=clock.today()).first()
            if held:
                end_category(grant, child, held.pk, clock.today(), "母亲回村照护，已满半年")
    with acting(SUPERVISOR, moment(today, 4)) as grant:
        waiting = Review.objects.within(grant).filter(answer="").order_by("made_on", "id")
        # Those that the supervisor made herself wait for the county.
        if first := next((one for one in waiting if may_answer(grant, one)), None):
            answer(grant, first.pk, "agreed", "")


def _agree(today: date) -> None:
    """What townships ended within the year the level above has agreed to, but for the last days'."""
    for bureau in BUREAUS:
        with acting(bureau, moment(today, 4)) as grant:
            waiting = Review.objects.within(grant).filter(
                answer="", made_level__lt=5, made_on__lt=today - timedelta(10)
            )
            for review in waiting.order_by("made_on", "id"):
                if may_answer(grant, review):
                    answer(grant, review.pk, "agreed", "")
