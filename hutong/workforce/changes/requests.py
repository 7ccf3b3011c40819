"""A change that was confirmed on the screen: kept, and made by the worker with the rights its person has then."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction

from hutong.accounts import context, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.permissions import Permission, Role
from hutong.ground import clock, progress
from hutong.journal.actions import action
from hutong.places.models import ChangeAsked
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish, plan
from hutong.workforce.changes.preview import sentence
from hutong.workforce.changes.schemas import PlaceChangeIn, PlaceWishIn

Status = ChangeAsked.Status
BUSY = "另一项区划变更正在办理，请等它办完再提交。"
NO_POST = "办理人已不在岗，请由在任的系统管理员重新办理。"


def wish_of(given: PlaceWishIn) -> Wish:
    """What the screen sends, as the plan wants it."""
    return Wish(**{name: getattr(given, name) for name in PlaceWishIn.model_fields})


@action("places.ask_change", Permission.SYSTEM)
def ask(grant: Grant, given: PlaceChangeIn) -> ChangeAsked:
    """Keep a wish that can be; the caller defers the job. Raises Problem 404, 409 or 422."""
    made = plan(grant, wish_of(given))
    if ChangeAsked.objects.filter(status=Status.WAITING).exists():
        raise Problem(409, BUSY, "busy")
    assert grant.person
    return ChangeAsked.objects.create(
        place=made.unit.code,
        sentence=sentence(made),
        wish=given.model_dump(mode="json"),
        person=grant.person,
        role=grant.role or "",
        by_name=grant.name,
        asked_at=clock.now(),
    )


def make(key: uuid.UUID) -> None:
    """The worker's part: the change and the word that it was made are one transaction; killed half-way it begins again.
    Raises Problem where it can no longer be made."""
    asked = ChangeAsked.objects.get(pk=key)
    if asked.status != Status.WAITING:
        return
    person = people.somebody(asked.person)
    grant = held.grant_of(person, Role(asked.role)) if person else None
    if grant is None or grant.role != asked.role:
        raise Problem(422, NO_POST, "invalid")
    given = PlaceChangeIn(**asked.wish)
    with context.within(grant):
        change(grant, wish_of(given), given.document, given.reason, given.ends, asked.pk)
        say(asked.pk, Status.DONE)


def say(key: uuid.UUID, status: ChangeAsked.Status, error: str = "") -> None:
    """Tell the waiting screen."""
    with transaction.atomic():
        ChangeAsked.objects.filter(pk=key).update(status=status, error=error[:300])


def shown(grant: Grant) -> list[dict[str, Any]]:
    """PlaceChangeRequest of what waits, or failed within a day: the newest first."""
    lately = clock.now() - timedelta(days=1)
    found = ChangeAsked.objects.exclude(status=Status.DONE).filter(asked_at__gte=lately).order_by("-asked_at")
    return [_shown(one) for one in found if grant.covers(one.place)]


def _shown(one: ChangeAsked) -> dict[str, Any]:
    done, total = progress.heard("places", one.pk) or (0, 0)
    return {
        "id": one.pk,
        "sentence": one.sentence,
        "status": one.status,
        "status_label": Status(one.status).label,
        "error": one.error,
        "by_name": one.by_name,
        "asked_at": one.asked_at,
        "done": done,
        "total": total,
    }
