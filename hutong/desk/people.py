"""Whose duty it is: the holders of posts at a place today."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Post
from hutong.accounts.permissions import Role
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.places.codes import at_level


def directing(grant: Grant, villages: Collection[int]) -> Any:
    """Village and name of each child director of some villages, for who asks the database for more in the same round."""
    held = Post.objects.within(grant).filter(
        role=Role.CHILD_DIRECTOR, place__in=set(villages), period__contains=clock.today()
    )
    return held.order_by("person__name").values_list("place", "person__name")


def by_village(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Names by village, of `directing`; a village without a director is missing."""
    names: dict[int, list[str]] = defaultdict(list)
    for place, name in rows:
        names[place].append(name)
    return names


def owners(grant: Grant, duties: Collection[Duty]) -> dict[uuid.UUID, list[str]]:
    """Names of those who owe each duty, by duty: the organisation, or those who hold the post; without one, or above the grant,
    it is missing."""
    wanted = {duty.id: (duty.owner, at_level(duty.place, duty.level)) for duty in duties if duty.owner}
    held = Post.objects.within(grant).filter(
        role__in={role for role, _ in wanted.values()},
        place__in={place for _, place in wanted.values()},
        period__contains=clock.today(),
    )
    names: dict[tuple[str, int], list[str]] = defaultdict(list)
    for role, place, name in held.order_by("person__name").values_list("role", "place", "person__name"):
        names[(role, place)].append(name)
    told = {duty: names[key] for duty, key in wanted.items() if key in names}
    return told | _organisations(duties)


def _organisations(duties: Collection[Duty]) -> dict[uuid.UUID, list[str]]:
    owing = {duty.id: duty.organisation for duty in duties if duty.organisation}
    if not owing:
        return {}
    names = dict(plain(Organisation).filter(pk__in=set(owing.values())).values_list("pk", "name"))
    return {duty: [names[one]] for duty, one in owing.items() if one in names}


def township_of(place: int) -> int:
    """The township that guides a village."""
    return at_level(place, 4)
