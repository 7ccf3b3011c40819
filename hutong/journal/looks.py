"""What the auditor does about an unusual look."""

import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.journal.models import LookReview, View
from hutong.places.codes import Level, at_level


@action("journal.review_look", Permission.AUDIT)
def review(grant: Grant, look: uuid.UUID, outcome: str, note: str) -> LookReview:
    """Keep what came of one look, once. Raises Problem 403, 404, 409."""
    found = View.objects.within(grant).exclude(kind="sealed").filter(pk=look).first()
    if found is None:
        raise missing("查看记录")
    if found.person == grant.person:
        raise Problem(403, "不能处理自己的查看记录。", "own_look")
    if plain(LookReview).filter(look=look).exists():
        raise Problem(409, "这条记录已经处理过，请刷新页面。", "already_reviewed")
    place = at_level(found.place, Level.COUNTY)
    return plain(LookReview).create(
        id=new_id(), look=look, place=place, outcome=outcome, note=note, at=clock.now(), by=grant.person
    )
