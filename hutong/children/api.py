"""Routes of the child's file (A3-2)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ninja import File, Router, Status
from ninja.files import UploadedFile

from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.limits import SEALED, SEALED_DAY, UNMASK, UNMASK_DAY, UPLOADS, limited
from hutong.accounts.permissions import Permission
from hutong.accounts.shares import HISTORY, NUMBERS
from hutong.children import actions, clean, followed, identity, read, shared, show, timeline
from hutong.children import schemas as s
from hutong.children.groups import BY_KEY
from hutong.children.models import Child
from hutong.children.opening import fetch, reach
from hutong.ground import query
from hutong.ground.sealing import SealedTextField
from hutong.journal.actions import looked
from hutong.places.codes import Level
from hutong.places.models import Place

router = Router(tags=["children"])


@router.get("/children/new-form", response=s.NewChildForm)
@permits(Permission.CHILD_WRITE)
def new_form(request: Request) -> Any:
    return {"groups": show.empty_groups()}


@router.post("/children", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def create(request: Request, given: s.NewChildIn) -> Any:
    kept, village = query.together(
        Child.objects.within(request.grant).filter(pk=given.id),
        Place.objects.filter(code=given.place, level=Level.VILLAGE),
    )
    if kept:
        return show.child_file(request.grant, kept[0])
    if not (village and request.grant.covers(given.place)):
        raise Problem(422, "请选择辖区内的一个村（社区）。", "invalid", [("place", "请选择村（社区）")])
    with as_problem():
        file = clean.new_file(given.place, given.groups, list(given.categories))
        file.child["id"] = given.id
        identity.refuse_taken(request.grant, file.child.get("id_number"))
        [child] = actions.register(request.grant, [file])
    followed.written(request.grant, child)
    return show.child_file(request.grant, Child.objects.within(request.grant).get(pk=child))


@router.get("/children/{child}", response=s.ChildFile)
@permits(Permission.CHILD_OPEN)
def open_file(request: Request, child: str) -> Any:
    found = reach(request, child)
    file = show.child_file(request.grant, found)
    return shared.limited(file, request.grant.parts, request.shares) if request.grant.child else file


@router.patch("/children/{child}", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def change(request: Request, child: str, given: s.ChangesIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        found = actions.update(request.grant, found.pk, given.rev, given.base, given.changes)
    followed.written(request.grant, found.pk, given.changes)
    return show.child_file(request.grant, found)


@router.post("/children/{child}/confirm", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def confirm(request: Request, child: str) -> Any:
    with as_problem():
        found = actions.confirm(request.grant, fetch(request, child).pk)
    return show.child_file(request.grant, found)


@router.post("/children/{child}/unmask", response=s.Unmasked)
@limited(UNMASK)
@limited(UNMASK_DAY)
@permits(Permission.CHILD_UNMASK)
def unmask(request: Request, child: str, given: s.UnmaskIn) -> Any:
    found = reach(request, child, given.group, NUMBERS)
    group = BY_KEY.get(given.group)
    if group is None or given.field not in group.fields:
        raise missing("项目")
    column, row = group.column(given.field), read.file(request.grant, found).row(group)
    if not isinstance(column, SealedTextField) or row is None or (value := column.open(row)) is None:
        raise missing("号码")
    looked(request.grant, "unmask", found.place, found.pk, given.purpose)
    return {"value": value}


@router.get("/children/{child}/timeline", response=s.TimelineOut)
@permits(Permission.CHILD_OPEN)
def history(request: Request, child: str, after: str | None = None, kind: s.EventKind | None = None) -> Any:
    return timeline.page(request.grant, reach(request, child, HISTORY), after, kind or "")


@router.post("/children/{child}/categories", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def add_category(request: Request, child: str, given: s.CategoryIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        actions.add_category(request.grant, found, actions.Recognised(**given.model_dump()))
    return show.child_file(request.grant, found)


@router.post("/children/{child}/categories/{category}/end", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def end_category(request: Request, child: str, category: uuid.UUID, given: s.EndIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        actions.end_category(request.grant, found, category, given.on, given.reason)
    return show.child_file(request.grant, found)


@router.post("/children/{child}/categories/{category}/evidence", response={204: None})
@limited(UPLOADS)
@permits(Permission.CHILD_WRITE)
def add_evidence(request: Request, child: str, category: uuid.UUID, file: File[UploadedFile]) -> Status:
    found, content = fetch(request, child), file.read()
    actions.add_evidence(request.grant, found, category, file.content_type or "", content, file.name or "")
    return Status(204, None)


@router.post("/children/{child}/categories/{category}/withdraw", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def withdraw_category(request: Request, child: str, category: uuid.UUID, given: s.NoteIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        actions.withdraw_category(request.grant, found, category, given.note)
    return show.child_file(request.grant, found)


@router.post("/children/{child}/exit", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def leave(request: Request, child: str, given: s.ExitIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        actions.leave(request.grant, found, **given.model_dump())
    return show.child_file(request.grant, found)


@router.post("/children/{child}/return", response=s.ChildFile)
@permits(Permission.CHILD_WRITE)
def come_back(request: Request, child: str, given: s.NoteIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        actions.return_child(request.grant, found, given.note)
    return show.child_file(request.grant, found)


@router.get("/children/{child}/sealed", response=s.SealedList)
@limited(SEALED)
@limited(SEALED_DAY)
@permits(Permission.SEALED)
def sealed_facts(request: Request, child: str) -> Any:
    found = fetch(request, child)
    looked(request.grant, "sealed", found.place, found.pk)
    return show.sealed_facts(request.grant, found)


@router.post("/children/{child}/sealed", response=s.SealedList)
@limited(SEALED)
@limited(SEALED_DAY)
@permits(Permission.SEALED)
def seal_fact(request: Request, child: str, given: s.SealedIn) -> Any:
    found = fetch(request, child)
    looked(request.grant, "sealed", found.place, found.pk)
    actions.seal_fact(request.grant, found, given.kind, given.detail, given.since)
    return show.sealed_facts(request.grant, found)


@contextmanager
def as_problem() -> Iterator[None]:
    """What an action finds wrong, as an answer for the screen."""
    try:
        yield
    except clean.Invalid as invalid:
        raise Problem(422, "有内容填写不对，请改正后再保存。", "invalid", invalid.errors) from None
    except actions.Conflict as conflict:
        differences = [vars(difference) for difference in conflict.differences]
        raise Problem(409, str(conflict), "conflict", rev=conflict.rev, differences=differences) from None
    except identity.Taken as taken:
        raise Problem(409, str(taken), "registered", child_id=str(taken.child)) from None
