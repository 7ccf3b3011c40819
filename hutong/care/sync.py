"""What devices receive of visits, and the visit they send."""

import uuid
from collections.abc import Sequence

from hutong.accounts.grants import Grant
from hutong.care import schemas as s
from hutong.care import withdrawing
from hutong.care.actions import record_visit, record_visits
from hutong.care.checklist import detail
from hutong.care.form import form
from hutong.care.models import Mode, Visit
from hutong.care.record import VISIT
from hutong.children.sync import recorded
from hutong.children.sync.whereabouts import here, locked
from hutong.sync import registry
from hutong.sync.registry import Applied, Document, Verb


class VisitOfPhone(s.VisitSent):
    """A visit with the child it was paid to."""

    child: uuid.UUID


class Withdrawal(s.VisitReason):
    """A visit that is taken back."""

    child: uuid.UUID
    visit: uuid.UUID


def start() -> None:
    """Offer visits and their form, and take visits."""
    recorded.offer(VISIT)
    registry.document(Document("visit_form", lambda grant: form(None), for_all=True))
    recorded.take(
        VISIT,
        VisitOfPhone,
        record_visit,
        "走访",
        _describe,
        _record_all,
        lambda sent: (sent.for_action(), sent.answers),
    )
    registry.verb(
        Verb(
            withdrawing.WITHDRAW,
            withdrawing.TITLE,
            Withdrawal,
            _withdraw,
            lambda sent: sent.child,
            _told,
            retarget=False,
        )
    )


def _withdraw(grant: Grant, sent: Withdrawal, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    withdrawing.withdraw(grant, child, sent.visit, sent.reason)
    return Applied(child.pk, child.place, sent.visit)


def _told(grant: Grant, sent: Withdrawal) -> list[tuple[str, str, str]]:
    row = Visit.objects.within(grant).filter(pk=sent.visit).first()
    return [("撤销的走访", "", f"{row.on}，{row.visitor_name}" if row else "（已不在）"), ("原因", "", sent.reason)]


def _record_all(grant: Grant, sent: Sequence[VisitOfPhone]) -> list[Applied]:
    """Visits to children that live here under these very ids; of any other, each is for `_record`."""
    children = {child.pk: child for child in here(grant, [one.child for one in sent])}
    visits = record_visits(
        grant, [(children[one.child], one.for_action()) for one in sent], {one.id: one.answers for one in sent}
    )
    return [Applied(visit.child.pk, visit.place, visit.pk) for visit in visits]


def _describe(grant: Grant, sent: VisitOfPhone) -> list[tuple[str, str, str]]:
    visit = Visit(**sent.model_dump(exclude={"child", "answers"}))
    return [("走访日期", "", str(sent.on)), ("走访方式", "", Mode(sent.mode).label), ("情况", "", detail(visit))]
