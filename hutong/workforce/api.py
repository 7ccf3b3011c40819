"""Posts, S2-1, and one's own password."""

from typing import Any

from django.contrib.auth import password_validation, update_session_auth_hash
from django.core.exceptions import ValidationError
from ninja import Query, Router, Status

from hutong.accounts import sessions
from hutong.accounts.confirming import confirm
from hutong.accounts.http import Problem, Request, parsed_id, permits
from hutong.accounts.limits import ACCOUNTS, limited
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission
from hutong.places import refs as named
from hutong.workforce import actions, listing
from hutong.workforce.actions import Appointment
from hutong.workforce.asks import outsiders
from hutong.workforce.schemas import (
    NewPassword,
    PasswordIn,
    PostEnd,
    PostIn,
    PostMade,
    PostRequest,
    PostRow,
    Posts,
    PostsIn,
    Vacancies,
    VacanciesIn,
)

ASKED = "这个人现在由其他单位任用。已请那里的主管民政部门同意，同意后这个岗位自动生效。"
router = Router(tags=["儿童工作人员"])


@router.get("/posts", response=Posts)
@permits(Permission.POST_READ)
def posts(request: Request, asked: Query[PostsIn]) -> Any:
    """S2-1: who holds which post."""
    return listing.posts_in(asked.within(request.grant), asked.role, asked.after)


@router.get("/vacancies", response=Vacancies)
@permits(Permission.POST_READ)
def vacancies(request: Request, asked: Query[VacanciesIn]) -> Any:
    """S2-1: which villages have no child director, which townships no supervisor."""
    return listing.vacant(asked.within(request.grant), asked.of, asked.after)


@router.post("/posts", response={200: PostMade, 202: PostRequest})
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def appoint(request: Request, data: PostIn) -> PostMade | Status[PostRequest]:
    """S2-1: fill a post. A new person gets a staff number and an initial password, shown this once; 202 where another bureau is asked."""
    wanted = Appointment(**(data.dict() | {"staff_number": data.staff_number or ""}))  # type: ignore[arg-type]  # the schema has checked them
    try:
        [done] = actions.appoint(request.grant, [wanted])
    except Problem as refused:
        if refused.body["code"] != "outsider":
            raise
        outsiders.ask(request.grant, wanted)
        return Status(202, PostRequest(asked=ASKED))
    return PostMade(**_row(done.post).dict(), initial_password=done.initial_password)


@router.post("/posts/{post_id}/end", response=PostRow)
@permits(Permission.POST_WRITE)
def end(request: Request, post_id: str, data: PostEnd) -> PostRow:
    """S2-3: end a post, with the reason."""
    return _row(actions.end_post(request.grant, parsed_id(post_id, "岗位"), data.on, data.reason))


@router.post("/posts/{post_id}/password", response=NewPassword)
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def reset_password(request: Request, post_id: str) -> NewPassword:
    """A new initial password for somebody who forgot theirs, shown this once."""
    return NewPassword(initial_password=actions.reset_password(request.grant, parsed_id(post_id, "岗位")))


@router.post("/me/password", response={204: None})
@permits(Permission.SIGNED_IN)
def change_password(request: Request, data: PasswordIn) -> Status:
    """Change one's own password; other sessions of the account end."""
    person = request.user
    wrong = Problem(422, "原密码不对。", "wrong_password", [("old", "原密码不对。")], keep=True)
    confirm(person, data.old, request, wrong)
    if data.new == data.old:
        raise Problem(422, "新密码与原密码相同。", "same_password", [("new", "请换一个新密码。")])
    try:
        password_validation.validate_password(data.new, person)
    except ValidationError as weak:
        told = [("new", sentence) for sentence in weak.messages]
        raise Problem(422, "新密码不合要求。", "weak_password", told) from weak
    actions.change_password(request.grant, person, data.new, request.session.get(sessions.KEY))
    update_session_auth_hash(request, person)
    return Status(204, None)


def _row(post: Post) -> PostRow:
    return listing.row(post, named.refs([post.place])[post.place])
