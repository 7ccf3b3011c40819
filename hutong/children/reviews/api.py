"""Routes of reviews (A2-3)."""

from datetime import date
from typing import Annotated, Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.children import asking
from hutong.children.made.review import ReviewRow, ReviewRows, row
from hutong.children.models import Child, Review
from hutong.children.refs import ChildRef, listed
from hutong.children.reviews import actions

router = Router(tags=["复核"])
# Those that nobody answered stand before all others, longest first.
OPEN = date.max


class ReviewAnswerIn(Schema):
    """reason: needed where it is sent back."""

    agreed: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=180)] = ""


@router.get("/reviews", response=ReviewRows)
@permits(Permission.CHILD_READ)
def reviews(request: Request, place: int | None = None, after: str | None = None) -> Any:
    grant, _ = place_in(request.grant, place)
    rows = Review.objects.within(grant).exclude(Q(answer="", kind="exit", child__exited_on__isnull=True))

    def shown(one: Review, child: ChildRef) -> ReviewRow:
        return row(one, child, request.grant.allows(Permission.REVIEW) and asking.may_answer(request.grant, one))

    return listed(
        grant,
        rows.annotate(answered=Coalesce("answered_on", OPEN)),
        ("-answered", "made_on", "id"),
        after,
        shown,
        of=Child.objects.ever(grant),
    )


@router.post("/reviews/{review}/answer", response={204: None})
@permits(Permission.REVIEW)
def answer(request: Request, review: str, given: ReviewAnswerIn) -> Status:
    actions.answer(request.grant, parsed_id(review, "复核事项"), given.agreed, given.reason)
    return Status(204, None)
