"""Moves as the screen wants them: each end sees what it may know."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from hutong.accounts import context, grants, positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission, Role
from hutong.children.age import age
from hutong.children.models import Child
from hutong.children.protecting.reading import protected
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import Level, at_level, level_of
from hutong.transfers.models import Move
from hutong.transfers.models.move import side

SECRET = "（地址保密，不显示）"
Kind, Status = Move.Kind, Move.Status


def waiting(grant: Grant) -> Q:
    """The condition that a move waits for an answer of the grant's jurisdiction."""
    claimed = side(grant, "place") & Q(kind=Kind.CLAIM)
    offered = side(grant, "to_place") & ~Q(kind=Kind.CLAIM)
    return Q(status=Status.ASKED) & (claimed | offered)


def boxes(grant: Grant) -> dict[str, Q]:
    """The tabs of the page."""
    return {
        "waiting": waiting(grant),
        "asked": Q(status=Status.ASKED) & ~waiting(grant),
        "in": side(grant, "to_place") & ~Q(status=Status.ASKED),
        "out": side(grant, "place") & ~Q(status=Status.ASKED),
    }


def listing(grant: Grant, box: str, after: str | None) -> dict[str, Any]:
    """MoveList: what waits oldest first, what is done newest first."""
    rows = Move.objects.within(grant).filter(boxes(grant)[box])
    found, foot = positions.listed(rows, ("id" if box in ("waiting", "asked") else "-id",), after)
    return {
        "items": moves(grant, found),
        **foot,
        "waiting": Move.objects.within(grant).filter(waiting(grant)).count(),
    }


def moves(grant: Grant, found: Sequence[Move]) -> list[dict[str, Any]]:
    """MoveOut of moves fetched in scope; a fixed number of queries for all."""
    places = {end for move in found for end in (move.place, move.to_place)}
    children = Child.objects.within(grant).in_bulk({move.child_id for move in found})  # type: ignore[attr-defined]  # django-types
    refs, held = named.refs(places), directors(grant, places)
    paths = {place: named.path_text(place) for place in places}
    ends = {place: {"place": refs[place], "path": paths[place], "directors": held.get(place, [])} for place in refs}
    secret = _kept_secret(grant, found)
    shown = [_move(grant, move, children.get(move.child_id), ends) for move in found]  # type: ignore[attr-defined]  # django-types
    return [one | _nowhere(move) if move.child_id in secret else one for one, move in zip(shown, found, strict=True)]  # type: ignore[attr-defined]  # django-types


def _kept_secret(grant: Grant, found: Sequence[Move]) -> set[uuid.UUID]:
    """Children under 地址保密 who left: below the county nobody at the old end goes on seeing where they are now."""
    if any(level_of(place) <= Level.COUNTY for place in grant.places):
        return set()
    gone = {move.child_id for move in found if not grant.covers(move.to_place)}  # type: ignore[attr-defined]  # django-types
    with context.everywhere():
        return protected(grants.system(), gone) if gone else set()


def _nowhere(move: Move) -> dict[str, Any]:
    """A destination that tells nothing; words that people wrote beside it may tell it too."""
    province = named.refs([at_level(move.to_place, Level.PROVINCE)])
    ref = next(iter(province.values()))
    return {"to": {"place": ref, "path": SECRET, "directors": []}, "reason": SECRET, "answer": "", "decided_by": ""}


def _move(grant: Grant, move: Move, child: Child | None, ends: dict[int, Any]) -> dict[str, Any]:
    plain = {name: getattr(move, name) for name in (
        "id", "kind", "status", "reason", "hukou", "asked_on", "decided_on", "answer")}  # fmt: skip
    came, left = grant.covers(move.to_place), grant.covers(move.place)
    claimed = move.kind == Kind.CLAIM
    # Whoever claims learns where the child was registered when the file comes, not before.
    known = left or not claimed or move.status == Status.ACCEPTED
    return plain | {
        "kind_label": "迁入" if came and not left and not claimed else Kind(move.kind).label,
        "status_label": Status(move.status).label,
        "direction": "within" if came and left else "in" if came else "out",
        # While it waits, the receiving end opens the summary that was shared with it.
        "child": _child(child)
        if child
        else {
            "id": move.child_id if came and move.open and not claimed else None,  # type: ignore[attr-defined]  # django-types
            "name": move.name,
        },
        "claimed_name": move.name if claimed else None,
        "origin": ends[move.place] if known else None,
        "to": ends[move.to_place],
        "asked_by": move.asked_by_name,
        "decided_by": move.decided_by_name if known else "",
        "days": ((move.decided_on or clock.today()) - move.asked_on).days,
        "may": _may(grant, move),
    }


def _child(child: Child) -> dict[str, Any]:
    plain = {"id": child.pk, "name": child.name, "sex": child.sex, "birth_date": child.birth_date}
    return plain | {"age": age(child.birth_date, clock.today())}


def _may(grant: Grant, move: Move) -> list[str]:
    if not move.open:
        return []
    answers = ["accept", "refuse"] if grant.covers(move.answering) and grant.allows(Permission.ANSWER) else []
    return [*answers, *(["withdraw"] if grant.covers(move.asking) else [])]


def directors(grant: Grant, places: set[int]) -> dict[int, list[str]]:
    """Names of the child directors of today, by village."""
    held = plain(Post).filter(role=Role.CHILD_DIRECTOR, place__in=places, period__contains=clock.today())
    found: dict[int, list[str]] = {}
    for place, name in held.order_by("person__name").values_list("place", "person__name"):
        found.setdefault(place, []).append(name)
    return found
