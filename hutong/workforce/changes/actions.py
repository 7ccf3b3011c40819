"""The one writer of changes of the tree: everything in one transaction, one entry in the stream of each place."""

import json
import uuid
from collections.abc import Collection
from datetime import timedelta
from functools import partial

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission, Role
from hutong.ground import clock, progress, query
from hutong.ground.days import days
from hutong.journal.actions import PLACES, action
from hutong.places.codes import interval
from hutong.places.models import Change
from hutong.workforce.changes import recode
from hutong.workforce.changes.plan import Plan, Shift, Wish, plan
from hutong.workforce.listing import not_over


@action("places.change", Permission.SYSTEM)
def change(
    grant: Grant,
    wish: Wish,
    document: str,
    reason: str,
    ends: Collection[uuid.UUID] = (),
    asked: uuid.UUID | None = None,
) -> Change:
    """Change the tree. ends: posts of the units concerned that end with it. asked: the job that makes it (requests.py), under
    whose id it is kept and heard of. Raises Problem 404 or 422.

    Waits for writes under way and lets none run beside it.
    """
    on_progress = partial(progress.tell, "places", asked or uuid.uuid4())
    on_progress(0, 0)
    query.rows("SELECT pg_advisory_xact_lock(%s)", [PLACES])
    made = plan(grant, wish)
    with recode.everywhere():
        _end(made, set(ends), f"{Change.Kind(wish.kind).label}：{document}")
        counts = recode.counts(spans(made))
    # In the grant's own context: the database looks up whether it may, and works out what moves where.
    kept, shifts = _record(made, document, reason, asked or uuid.uuid4(), counts)
    with recode.everywhere(sealed=True):
        recode.carry(shifts, on_progress)
        query.rows("SELECT places_changed()")
    return kept


def _record(
    made: Plan, document: str, reason: str, key: uuid.UUID, counts: dict[str, int]
) -> tuple[Change, list[Shift]]:
    """The change as the database made it, and the shifts of codes by which records follow."""
    wish = made.wish
    told = {
        "id": str(key),
        "kind": wish.kind,
        "place": made.unit.code,
        "into": wish.into,
        "code": made.new_code,
        "villages": {str(low): to for low, _, to in made.shifts if made.gone and low != made.unit.code},
        "words": next(iter(made.renamed + made.added), {}),
        "in_force": wish.in_force,
        "document": document,
        "reason": reason,
        "counts": counts,
    }
    [[shifts]] = query.rows("SELECT places_change(%s::jsonb)", [json.dumps(told, default=str)])
    return Change.objects.get(pk=key), [(low, high, to) for low, high, to in json.loads(shifts)]


def spans(made: Plan) -> list[tuple[int, int]]:
    """The codes whose records a change touches: what it carries along, or the unit itself."""
    return [(low, high) for low, high, _ in made.shifts] or [interval(made.unit.code, made.unit.level)]


def posts(made: Plan) -> QuerySet[Post]:
    """Posts held or to begin at the units that a change touches; for a merge those of the unit that stays too."""
    held = plain(Post).filter(not_over()).select_related("person")
    low, high = interval(made.unit.code, made.unit.level)
    inside = held.filter(place__gte=low, place__lt=high)
    return inside | held.filter(place=made.new_code) if made.gone else inside


def _end(made: Plan, ends: set[uuid.UUID], reason: str) -> None:
    for post in posts(made):
        if post.pk in ends or (made.gone and held_twice(made, post)):
            # A post held on no day would leave nothing to show who had been let in.
            post.period = days(post.since, max(clock.today(), post.since + timedelta(days=1)))
            post.ended_reason = reason
            post.save(update_fields=["period", "ended_reason"])


def held_twice(made: Plan, post: Post) -> bool:
    """The same person holds the same post at the unit that stays: one of the two is enough."""
    same = plain(Post).filter(not_over(), person=post.person.pk, role=post.role, place=made.new_code)
    return post.place == made.unit.code and same.exists()


def doubles(made: Plan) -> list[uuid.UUID]:
    """Child directors' posts of a village that will have several after a merge; the person decides who stays."""
    if not made.gone:
        return []
    held = [post for post in posts(made) if post.role in (Role.CHILD_DIRECTOR, Role.SUPERVISOR)]
    kept = [post for post in held if made.code_of(post.place) == made.new_code]
    return [post.pk for post in kept] if len({post.person.pk for post in kept}) > 1 else []
