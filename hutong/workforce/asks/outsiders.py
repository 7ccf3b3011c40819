"""A post for somebody whose account another bureau keeps: that bureau agrees first (ADR 22)."""

import uuid
from datetime import date
from typing import Any

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import Ask, Person, Post, new_id
from hutong.accounts.permissions import Permission, Role
from hutong.ground import clock, query
from hutong.journal.actions import action
from hutong.workforce import asking, rules
from hutong.workforce.actions import Appointment, known, new_post

NOT_YOURS = "要由这个人现在的主管民政部门答复；申请人和本人不能答复。"


@action("workforce.ask_post", Permission.POST_WRITE)
def ask(grant: Grant, wanted: Appointment) -> None:
    """Ask the bureau that keeps the account of somebody known; the same wish twice is one request."""
    person = known(wanted)
    main = asking.main(asking.posts_not_over(grant, person)) if person else None
    if person is None or main is None:
        raise missing("人员")
    post = {"place": wanted.place, "role": wanted.role, "since": str(wanted.since or clock.today()), "basis": wanted.basis,
            "organisation": wanted.organisation}  # fmt: skip
    with context.reaching(grant, main.place):
        query.one_by_one(f"post {person.pk} {wanted.place}")
        waiting = plain(Ask).filter(kind=Ask.Kind.POST, person=person, answer="", wanted__place=wanted.place)
        if not waiting.filter(wanted__role=wanted.role).exists():
            Ask(id=new_id(), place=main.place, kind=Ask.Kind.POST, person=person, post=wanted.id or new_id(), wanted=post,
                reason=wanted.basis, at=clock.now(), by=grant.person, by_name=grant.name).save(force_insert=True)  # fmt: skip


@action("workforce.answer_post", Permission.POST_WRITE)
def answer(grant: Grant, key: uuid.UUID, agreed: bool, reason: str) -> Post | None:
    """The bureau agrees, and the post is held; or not, with the reason. Raises Problem 403, 404, 409, 422."""
    rows = Ask.objects.within(grant).filter(kind=Ask.Kind.POST).select_related("person")
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise missing("申请")
    if row.answer:
        raise Problem(409, "这项申请已经答复。", "already_answered")
    if not may_answer(grant, row):
        raise Problem(403, NOT_YOURS, "not_yours")
    if not agreed and not reason:
        raise Problem(422, "请写明不同意的理由。", "invalid", [("reason", "请写明不同意的理由。")])
    asking.answered(grant, row, Ask.Answer.AGREED if agreed else Ask.Answer.REFUSED, reason)
    row.save()
    return _held(grant, row.person, row.post, row.wanted) if agreed else None


def may_answer(grant: Grant, row: Ask) -> bool:
    """Whether the request is for this grant: the bureau over the person's main post, or whoever fills that post."""
    main = asking.main(asking.posts_not_over(grant, row.person))
    if main is None or grant.narrowed(main.place) is None or grant.person in (row.by, row.person.pk):
        return False
    return grant.role == Role.CIVIL_AFFAIRS or rules.may_appoint(grant.role, grant.places, Role(main.role), main.place)


def _held(grant: Grant, person: Person, post: uuid.UUID, wanted: dict[str, Any]) -> Post:
    told = wanted | {"role": Role(wanted["role"]), "since": date.fromisoformat(wanted["since"])}
    with context.reaching(grant, told["place"]):
        made = new_post(person, Appointment(name=person.name, id=post, **told), sealed=False)
    return made
