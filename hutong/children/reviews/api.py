"""Routes of reviews (A2-3)."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.children import asking
from hutong.children.made.review import ReviewAnswerIn, ReviewRows, row
from hutong.children.models import Child, Review
from hutong.children.refs import listed
from hutong.children.reviews import actions

router = Router(tags=["复核"])
# Those that nobody answered stand before all others, longest first.
OPEN = date.max


@router.get("/reviews", response=ReviewRows)
@permits(Permission.CHILD_READ)
def reviews(request: Request, place: int | None = None, after: str | None = None) -> Any:
    grant, _ = place_in(request.grant, place)
    rows = Review.objects.within(grant).exclude(Q(answer="", kind="exit", child__exited_on__isnull=True))
    rows, may = rows.annotate(answered=Coalesce("answered_on", OPEN)), request.grant.allows(Permission.REVIEW)
    return listed(grant, rows, ("-answered", "made_on", "id"), after, of=Child.objects.ever(grant),
                  row=lambda one, child: row(one, child, may and asking.may_answer(request.grant, one)))  # fmt: skip


@router.post("/reviews/{review}/answer", response={204: None})
@permits(Permission.REVIEW)
def answer(request: Request, review: str, given: ReviewAnswerIn) -> Status:
    actions.answer(request.grant, parsed_id(review, "复核事项"), given.answer, given.reason)
    return Status(204, None)
