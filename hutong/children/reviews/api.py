"""Routes of reviews (A2-3)."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from ninja import Router, Status

from hutong.accounts import positions
from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.children import asking
from hutong.children.models import Child, Review
from hutong.children.reviews import actions
from hutong.children.reviews import schemas as s
from hutong.places import refs as named

router = Router(tags=["复核"])
# Those that nobody answered stand before all others.
OPEN = date.max


@router.get("/reviews", response=s.Reviews)
@permits(Permission.CHILD_READ)
def reviews(request: Request, place: int | None = None, after: str | None = None) -> Any:
    grant, _ = place_in(request.grant, place)
    rows = Review.objects.within(grant).exclude(Q(answer="", kind="exit", child__exited_on__isnull=True))
    rows = rows.filter(child__in=Child.objects.ever(grant)).annotate(answered=Coalesce("answered_on", OPEN))
    rows, foot = positions.listed(rows, ("-answered", "made_on", "id"), after)
    names = dict(Child.objects.ever(grant).filter(pk__in={r.child_id for r in rows}).values_list("pk", "name"))
    refs = named.refs({row.place for row in rows})
    return {
        "items": [
            vars(row)
            | {"child": row.child_id, "name": names[row.child_id], "place": refs[row.place]}
            | {"mine": request.grant.allows(Permission.REVIEW) and asking.may_answer(request.grant, row)}
            for row in rows
        ],
        **foot,
    }


@router.post("/reviews/{review}/answer", response={204: None})
@permits(Permission.REVIEW)
def answer(request: Request, review: str, given: s.ReviewAnswerIn) -> Status:
    actions.answer(request.grant, parsed_id(review, "复核事项"), given.agreed, given.reason)
    return Status(204, None)
