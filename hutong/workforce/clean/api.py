"""Routes of clean-record answers about staff (MPL 62): the county and above. Other apps ask about their own people by the actions."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Problem, Request, missing, parsed_id, permits
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.workforce.clean import actions, reading
from hutong.workforce.clean import schemas as s
from hutong.workforce.models import CleanRecord

router = Router(tags=["儿童工作人员"])


@router.get("/posts/{post_id}/clean-records", response=s.CleanRows)
@permits(Permission.CLEAN_RECORD)
def records(request: Request, post_id: str, after: str | None = None) -> Any:
    person = _post(request, post_id).person.pk
    state = reading.standing(request.grant, person, clock.today())
    return {"state": state, **reading.page(request.grant, person, after)}


@router.post("/posts/{post_id}/clean-records", response={204: None})
@permits(Permission.CLEAN_RECORD)
def ask(request: Request, post_id: str, given: s.CleanAskIn) -> Status:
    post = _post(request, post_id)
    subject = actions.Subject(CleanRecord.Who.STAFF, post.person.pk, post.place)
    actions.ask(request.grant, subject, given.asked_of, given.asked_on, given.id)
    return Status(204, None)


@router.post("/clean-records/{clean_record}/answer", response={204: None})
@permits(Permission.CLEAN_RECORD)
def answer(request: Request, clean_record: str, given: s.CleanAnswerIn) -> Status:
    actions.answer(request.grant, parsed_id(clean_record, "查询"), given.answer, given.on)
    return Status(204, None)


def _post(request: Request, text: str) -> Post:
    found = Post.objects.within(request.grant).select_related("person").filter(pk=parsed_id(text, "岗位")).first()
    if found is None:
        raise missing("岗位")
    if found.person.pk == request.grant.person:
        # Whoever was hit must not learn of it first, let alone answer it.
        raise Problem(403, actions.OWN, "own_post")
    return found
