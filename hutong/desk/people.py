"""Whose duty it is: the holders of posts at a place today."""

from collections import defaultdict
from collections.abc import Collection

from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.accounts.scope import Grant
from hutong.config import clock
from hutong.places.codes import at_level


def directors(grant: Grant, villages: Collection[int]) -> dict[int, list[str]]:
    """Names of the child directors of some villages, by village; a village without one is missing."""
    held = Post.objects.within(grant).filter(
        role=Role.CHILD_DIRECTOR, place__in=set(villages), period__contains=clock.today()
    )
    names: dict[int, list[str]] = defaultdict(list)
    for place, name in held.order_by("person__name").values_list("place", "person__name"):
        names[place].append(name)
    return names


def township_of(place: int) -> int:
    """The township that guides a village."""
    return at_level(place, 4)
