"""What a director ended goes to the township to look at again; called by the actions that end it."""

import uuid

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.accounts.scope import Grant
from hutong.children.models import Child, Review
from hutong.config import clock


def ask(grant: Grant, child: Child, kind: Review.Kind, text: str, category: uuid.UUID | None = None) -> None:
    """Have the township review it, inside an action; what the township itself or a level above ended needs none."""
    if grant.role != Role.CHILD_DIRECTOR:
        return
    # Ended, taken back and ended again is one matter to look at.
    plain(Review).filter(child=child, kind=kind, category=category, answer="").delete()
    review = Review(child=child, place=child.place, kind=kind, category=category, text=text, made_on=clock.today(),
                    made_name=grant.name)  # fmt: skip
    review.save(force_insert=True)
