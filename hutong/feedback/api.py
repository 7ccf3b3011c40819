"""Routes of 意见与投诉."""

import uuid
from typing import Any, Literal

from django.db.models import CharField, F, Value
from django.http import FileResponse
from ninja import File as Upload
from ninja import Form, Router, UploadedFile

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.limits import VOICES, limited
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission, Role
from hutong.children.models import Child
from hutong.documents import download, store
from hutong.documents.models import File
from hutong.documents.pictures import NotThat, cleaned
from hutong.feedback import actions, inbox, rules
from hutong.feedback import schemas as s
from hutong.feedback.models import Feedback, Kind, Topic
from hutong.ground import clock
from hutong.places import refs

router = Router(tags=["feedback"])
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LIMIT = 5 * 1024**2
NEWEST = ("-sent_at", "-id")


@router.get("/feedback/mine", response=s.MyFeedback)
@permits(Permission.SIGNED_IN)
def mine(request: Request, after: str | None = None) -> Any:
    found, foot = positions.listed(inbox.mine(request.grant), NEWEST, after)
    return {"items": [_shown(row) for row in found], **foot, "kinds": _choices(Kind), "topics": _choices(Topic)}


@router.post("/feedback", response=s.FeedbackOut)
@limited(VOICES)
@permits(Permission.SIGNED_IN)
def send(request: Request, given: Form[s.FeedbackIn], screenshot: Upload[UploadedFile | None] = None) -> Any:
    if rules.ID_NUMBER.search(given.text):
        raise _refused("text", rules.NO_NUMBERS)
    if not given.confirmed and (names := _children_named(request.grant, given.text)):
        message = (
            f"文字里出现了孩子的姓名（{'、'.join(names)}）。管理员不看儿童档案，请改写；确需写明的，可以确认后发送。"
        )
        raise Problem(409, message, "child_named", [("text", message)])
    picture = (screenshot.name or "截图", _picture(screenshot)) if screenshot else None
    told = given.model_dump(exclude={"confirmed"})
    return _shown(actions.send(request.grant, picture, **told))


@router.post("/feedback/mine/{my_feedback}/helped", response=s.FeedbackOut)
@permits(Permission.SIGNED_IN)
def judge(request: Request, my_feedback: uuid.UUID, given: s.HelpedIn) -> Any:
    try:
        return _shown(actions.judge(request.grant, my_feedback, given.helped, given.note))
    except Feedback.DoesNotExist:
        raise missing("意见") from None


@router.get("/feedback/inbox", response=s.FeedbackInbox)
@permits(Permission.FEEDBACK_ANSWER)
def received(request: Request, state: Literal["waiting", "answered"] = "waiting", after: str | None = None) -> Any:
    comes = inbox.inbox(request.grant, waiting=state == "waiting")
    rows, foot = positions.picked(comes, lambda row: row.pk, after)
    places = refs.names({row.place for row in rows})
    items = [_shown(row) | _sender(row, places) for row in rows]
    return {"items": items, **foot, "within": rules.ANSWER_WITHIN, **inbox.waiting(request.grant)}


@router.post("/feedback/inbox/{feedback}/answer", response=s.FeedbackOut)
@permits(Permission.FEEDBACK_ANSWER)
def answer(request: Request, feedback: uuid.UUID, given: s.FeedbackAnswerIn) -> Any:
    try:
        return _shown(actions.answer(request.grant, feedback, given.answer))
    except Feedback.DoesNotExist:
        raise missing("意见") from None


@router.get("/feedback/mine/{my_feedback}/screenshot")
@permits(Permission.SIGNED_IN)
def my_screenshot(request: Request, my_feedback: uuid.UUID) -> FileResponse:
    return _picture_of(request.grant, plain(Feedback).filter(pk=my_feedback, sender=request.grant.person).first())


@router.get("/feedback/inbox/{feedback}/screenshot")
@permits(Permission.FEEDBACK_ANSWER)
def screenshot(request: Request, feedback: uuid.UUID) -> FileResponse:
    try:
        return _picture_of(request.grant, inbox.one(request.grant, feedback))
    except Feedback.DoesNotExist:
        raise missing("截图") from None


@router.get("/feedback/figures", response=s.FeedbackFigures)
@permits(Permission.FEEDBACK_ANSWER)
def figures(request: Request) -> Any:
    return {"topics": _choices(Topic), "rows": inbox.figures(request.grant)}


def _picture_of(grant: Grant, row: Feedback | None) -> FileResponse:
    if row is None or row.screenshot is None:
        raise missing("截图")
    try:
        _, content = store.read(grant, row.screenshot)
    except (File.DoesNotExist, FileNotFoundError):
        raise missing("截图") from None
    return download.shown(content, _type(content))


def _children_named(grant: Grant, text: str) -> list[str]:
    """Names of the sender's own children that stand in a text; who sees no children learns nothing here."""
    if not grant.allows(Permission.CHILD_READ):
        return []
    rows = Child.objects.within(grant).annotate(said=Value(text, output_field=CharField()))
    return list(rows.filter(said__contains=F("name")).values_list("name", flat=True).distinct()[:3])


def _picture(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > LIMIT:
        raise _refused("screenshot", "截图不能超过 5 MB。")
    content = upload.read()
    try:
        return cleaned(_type(content), content)
    except (NotThat, KeyError):
        raise _refused("screenshot", "截图只能是 PNG 或 JPG 图片，请重新截图后再上传。") from None


def _type(content: bytes) -> str:
    return next((kind for head, kind in PICTURES.items() if content.startswith(head)), "application/octet-stream")


def _refused(field: str, sentence: str) -> Problem:
    return Problem(422, sentence, "invalid", [(field, sentence)])


def _shown(row: Feedback) -> dict[str, Any]:
    plain_ = {name: getattr(row, name) for name in s.FeedbackOut.model_fields if hasattr(row, name)}
    since = row.waiting_since.astimezone(clock.SHANGHAI).date() if row.waiting_since else None
    return plain_ | {
        "kind": Kind(row.kind).label,
        "topic": Topic(row.topic).label,
        "screenshot": row.screenshot is not None,
        "waiting": since is not None,
        "workdays": rules.workdays(since, clock.today()) if since else 0,
        "late": rules.late(since, clock.today()),
    }


def _sender(row: Feedback, places: dict[int, str]) -> dict[str, str]:
    role = Role(row.sender_role).label if row.sender_role else ""
    return {"sender_name": row.sender_name, "sender_role": role, "place": places.get(row.place, "")}


def _choices(kind: Any) -> list[dict[str, str]]:
    return [{"value": str(value), "label": str(label)} for value, label in kind.choices]
