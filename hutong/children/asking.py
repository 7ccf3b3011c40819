"""What one person ended goes to the level above to look at again; called by the actions that end it."""

import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import Child, Review
from hutong.ground import clock


def ask(grant: Grant, child: Child, kind: Review.Kind, text: str, category: uuid.UUID | None = None) -> None:
    """Have the level above review it, inside an action; what the system ends itself needs no second look."""
    if grant.role is None:
        return
    # Ended, taken back and ended again is one matter to look at.
    plain(Review).filter(child=child, kind=kind, category=category, answer="").delete()
    review = Review(child=child, place=child.place, kind=kind, category=category, text=text, made_on=clock.today(),
                    made_name=grant.name, made_by=grant.person, made_level=grant.level_over(child.place))  # fmt: skip
    review.save(force_insert=True)


def may_answer(grant: Grant, review: Review) -> bool:
    """Whether a review is for this grant: of a level above the post that ended it, and never of the same person."""
    return grant.person != review.made_by and grant.looks_over(review.made_level, review.place)
