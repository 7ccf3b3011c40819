"""账号安全 over HTTP: one's own, and what the level above and the auditor may do with another's account."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from ninja import Router, Status

from hutong.accounts import positions, second_factor, sessions
from hutong.accounts.confirming import confirm
from hutong.accounts.http import Problem, Request, missing, parsed_id, permits
from hutong.accounts.limits import ACCOUNTS, limited
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post, Presence, SignIn
from hutong.accounts.permissions import Permission
from hutong.accounts.presence import Result, Why
from hutong.ground import clock
from hutong.places import refs as named
from hutong.workforce import listing
from hutong.workforce.schemas import PostRow
from hutong.workforce.security import actions
from hutong.workforce.security import schemas as s

router = Router(tags=["账号安全"])
SECRET = "second_factor_secret"
# A password just given need not be given again.
FRESH = timedelta(minutes=10)
adapter = second_factor.Adapter()


@router.get("/me/security", response=s.Security)
@permits(Permission.SIGNED_IN)
def security(request: Request) -> Any:
    """The second factor, the password's age, and where the person is signed in."""
    person = request.user
    changed, days = person.password_changed_at, settings.PASSWORD_DAYS
    return {
        "second_factor_needed": second_factor.needed(request.grant),
        "second_factor_at": person.second_factor_at,
        "codes_left": _codes_left(person),
        "password_changed_at": changed,
        "password_until": (changed + timedelta(days)).date() if changed and days else None,
        "sessions": [_session(one, request.session.get(sessions.KEY)) for one in sessions.live_of(person.pk)],
        "sessions_allowed": settings.SESSIONS,
        "idle_minutes": settings.IDLE_MINUTES,
    }


@router.post("/me/second-factor/begin", response=s.FactorBegun)
@permits(Permission.SIGNED_IN)
def begin(request: Request, given: s.FactorBeginIn) -> Any:
    """A new secret for an authenticator app; it counts only once a code of it was given."""
    _confirm(request, given.password)
    secret = totp.generate_totp_secret()
    request.session[SECRET] = adapter.encrypt(secret)
    return {"svg": adapter.build_totp_svg(adapter.build_totp_url(request.user, secret)), "secret": secret}


@router.post("/me/second-factor", response=s.RecoveryCodes)
@permits(Permission.SIGNED_IN)
def enrol(request: Request, given: s.FactorCodeIn) -> Any:
    """Set up the second factor with the first code; ten recovery codes, shown this once."""
    sealed = request.session.get(SECRET)
    if sealed is None:
        raise Problem(409, "请先扫描新的二维码。", "not_begun")
    codes = actions.enrol(request.grant, request.user, adapter.decrypt(sealed), given.code)
    del request.session[SECRET]
    return {"codes": codes}


@router.post("/me/second-factor/codes", response=s.RecoveryCodes)
@permits(Permission.SIGNED_IN)
def new_codes(request: Request, given: s.FactorBeginIn) -> Any:
    """Ten new recovery codes instead of the old ones."""
    if request.user.second_factor_at is None:
        raise Problem(409, "请先设置第二步验证。", "none")
    _confirm(request, given.password)
    return {"codes": actions.new_codes(request.grant, request.user)}


@router.post("/me/sessions/{session}/end", response={204: None})
@permits(Permission.SIGNED_IN)
def end_session(request: Request, session: str) -> Status:
    """Sign out at another device."""
    if not sessions.end(request.user.pk, parsed_id(session, "登录"), Why.SENT_AWAY):
        raise missing("登录")
    return Status(204, None)


@router.get("/me/sign-ins", response=s.SignIns)
@permits(Permission.SIGNED_IN)
def my_sign_ins(request: Request, after: str | None = None) -> Any:
    """One's own history, failures too."""
    return _history(request.user, plain(SignIn).filter(person=request.user), after)


@router.get("/posts/{post_id}/sign-ins", response=s.SignIns)
@permits(Permission.AUDIT)
def sign_ins_of(request: Request, post_id: str, after: str | None = None) -> Any:
    """For the auditor: the history of whoever holds a post of the jurisdiction."""
    post = _post(request, post_id)
    return _history(post.person, SignIn.objects.within(request.grant).filter(person=post.person), after)


@router.post("/posts/{post_id}/second-factor/reset", response=PostRow)
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def reset_second_factor(request: Request, post_id: str, given: s.AccountReasonIn) -> Any:
    """For somebody whose phone is lost."""
    actions.reset_second_factor(request.grant, parsed_id(post_id, "岗位"), given.reason)
    return _row(request, post_id)


@router.post("/posts/{post_id}/suspend", response=PostRow)
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def suspend(request: Request, post_id: str, given: s.SuspendIn) -> Any:
    """Shut the account of whoever holds a post, with the reason."""
    actions.suspend(request.grant, parsed_id(post_id, "岗位"), given.reason, given.until)
    return _row(request, post_id)


@router.post("/posts/{post_id}/resume", response=PostRow)
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def resume(request: Request, post_id: str) -> Any:
    """Let the account work again."""
    actions.resume(request.grant, parsed_id(post_id, "岗位"))
    return _row(request, post_id)


def _post(request: Request, text: str) -> Post:
    found = Post.objects.within(request.grant).select_related("person").filter(pk=parsed_id(text, "岗位")).first()
    if found is None:
        raise missing("岗位")
    return found


def _row(request: Request, text: str) -> PostRow:
    post = _post(request, text)
    return listing.row(post, named.refs([post.place])[post.place])


def _confirm(request: Request, password: str) -> None:
    person = request.user
    here = Presence.objects.filter(pk=request.session.get(sessions.KEY)).first()
    if here and clock.now() - here.began_at < FRESH and not password:
        return
    wrong = Problem(422, "请填写现在的密码。", "wrong_password", [("password", "密码不对。")], keep=True)
    confirm(person, password, request, wrong)


def _codes_left(person: Person) -> int:
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def _session(one: Presence, here: str | None) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("device", "address", "began_at", "seen_at")}
    return told | {"id": str(one.pk), "how": one.get_how_display(), "here": str(one.pk) == here}  # type: ignore[attr-defined]  # Django makes it


def _history(person: Person, rows: Any, after: str | None) -> dict[str, Any]:
    found, foot = positions.listed(rows, ("-at", "-id"), after)
    items = [
        {
            "id": str(row.pk),
            "at": row.at,
            "address": row.address,
            "device": row.device,
            "how": row.get_how_display(),
            "result": row.get_result_display(),
            "ok": row.result == Result.OK,
        }
        for row in found
    ]
    return {"name": person.name, "items": items, **foot, "kept_days": settings.SIGN_IN_DAYS}
