"""催办, 督办: whoever stands above tells those below that something is late or wanted. It changes no duty; it rings."""

import uuid
from collections.abc import Iterable, Sequence

from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission, Role
from hutong.alarms.actions import held_at, members, raise_for
from hutong.alarms.models import Kind
from hutong.duties.actions import DOES, stands_above
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.places.codes import at_level, level_of

URGED = uuid.UUID("3a4be0f2-5d0c-4a51-8f0c-2f7b6f1b9d55")


@action("duties.urge", Permission.DUTY_DECIDE)
def urge(grant: Grant, duties: Sequence[uuid.UUID] = (), places: Sequence[int] = ()) -> tuple[int, int]:
    """Ring those who owe some open rounds, and the posts of some units below; each person once a day and place.

    Gives how many people were told, and of how many rounds and units nobody holds the post. Raises Problem 404 where one of
    them is not below the grant."""
    # Nobody is rung for a closed matter: that somebody is would tell of it.
    found = list(Duty.objects.within(grant).filter(pk__in=duties, ending="", closed=False))
    below = [place for place in places if _below(grant, place)]
    if len(found) < len(set(duties)) or len(below) < len(places) or not all(stands_above(grant, one) for one in found):
        raise missing("职责或者下级单位")
    asked = [_owing(one) for one in found] + [held_at(place, [_role(place)]) for place in below]
    told = {post.person.pk: post for posts in asked for post in posts}
    for place in {post.place for post in told.values()}:
        posts = [post for post in told.values() if post.place == place]
        raise_for(posts, Kind.URGED, uuid.uuid5(URGED, f"{place} {clock.today()}"))
    return len(told), sum(1 for posts in asked if not posts)


def _owing(duty: Duty) -> Iterable[Post]:
    if duty.owner:
        return held_at(at_level(duty.place, duty.level), [Role(duty.owner)])
    return members(duty.organisation) if duty.organisation else ()


def _role(place: int) -> Role:
    return DOES.get(level_of(place), Role.CIVIL_AFFAIRS)  # type: ignore[call-overload]  # a level is a number


def _below(grant: Grant, place: int) -> bool:
    return grant.narrowed(place) is not None and level_of(place) > min(level_of(own) for own in grant.places)
