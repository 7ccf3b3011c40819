"""Operations upon a file: the desk's actions, with what they refuse told as an outbox needs it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ninja import Schema

from hutong.accounts.grants import Grant
from hutong.children import actions, alias, clean, followed, identity, read
from hutong.children import schemas as s
from hutong.children.groups import AID, BY_KEY
from hutong.children.models import Category, Child
from hutong.children.models.choices import CategoryKey, ExitReason
from hutong.children.sync import merging
from hutong.children.sync.whereabouts import home, locked
from hutong.ground.refusal import Refused
from hutong.places import refs as named
from hutong.places.codes import Level
from hutong.places.models import Place
from hutong.sync.registry import Applied, Difference, Unsuitable, Verb

Shown = list[tuple[str, str, str]]


class Update(Schema):
    """base: what the sender saw in the fields that `changes` sets."""

    child: uuid.UUID
    base: dict[str, dict[str, Any]] = {}
    changes: dict[str, dict[str, Any]]


class Confirm(Schema):
    child: uuid.UUID


class Leave(s.ExitIn):
    child: uuid.UUID


class Return(s.NoteIn):
    child: uuid.UUID


class AddCategory(s.CategoryIn):
    child: uuid.UUID


class EndCategory(s.EndIn):
    child: uuid.UUID
    category: uuid.UUID


def _update(grant: Grant, sent: Update, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    given, differences = sent.changes, []
    if based_on != child.rev or child.pk != sent.child:
        given, differences = merging.split(read.file(grant, child), sent.base, sent.changes)
    if any(given.values()):
        with _as_refusal():
            actions.update(grant, child.pk, child.rev, {}, given)
        followed.written(grant, child.pk, given, waits=False)
    return Applied(child.pk, child.place, child.pk, differences)


def _settle(grant: Grant, key: uuid.UUID, chosen: Difference) -> None:
    """Take the sent value after all."""
    child = locked(grant, key)
    with _as_refusal():
        actions.update(grant, child.pk, child.rev, {}, {chosen.group: {chosen.field: chosen.device}})


def _register(grant: Grant, sent: s.NewChildIn, based_on: int | None) -> Applied:
    if Child.objects.within(grant).filter(pk=alias.current(grant, sent.id)).exists():
        return _again(grant, locked(grant, sent.id), sent)
    if home(sent.id) is not None:
        raise Unsuitable("这份新档案的编号已被另一份档案用过。")
    if not grant.covers(sent.place) or not Place.objects.filter(code=sent.place, level=Level.VILLAGE).exists():
        raise Unsuitable("新档案所在的村（社区）不在您的辖区。")
    with _as_refusal():
        file = clean.new_file(sent.place, sent.groups, list(sent.categories))
        file.child["id"] = sent.id
        identity.refuse_taken(grant, file.child.get("id_number"))
        actions.register(grant, [file])
    followed.written(grant, sent.id, waits=False)
    return Applied(sent.id, sent.place, sent.id)


def _again(grant: Grant, child: Child, sent: s.NewChildIn) -> Applied:
    """A file under an id that is a file already: what it says otherwise is for a person, what was not known is taken."""
    file = read.file(grant, child)
    if sent.place != child.place or not set(sent.categories) <= {one.key for one in file.categories}:
        raise Unsuitable("这份新档案已经收过一次，这次的村（社区）或类别和收下的不一样。")
    given, differences = merging.split(file, {}, sent.groups)
    if new := merging.unknown(file, given):
        with _as_refusal():
            actions.update(grant, child.pk, child.rev, {}, new)
    return Applied(child.pk, child.place, child.pk, differences)


def _confirm(grant: Grant, sent: Confirm, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    if not child.active:
        raise Unsuitable(f"这份档案已于 {child.exited_on} 退出，不需要核实。")
    actions.confirm(grant, child.pk)
    return Applied(child.pk, child.place, child.pk)


def _leave(grant: Grant, sent: Leave, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    if child.active:
        actions.leave(grant, child, **sent.model_dump(exclude={"child"}))
    elif (child.exit_reason, child.exited_on) != (sent.reason, sent.on) or sent.note not in ("", child.exit_note):
        raise Unsuitable(
            f"这份档案已于 {child.exited_on} 以“{ExitReason(child.exit_reason).label}”退出，与手机上记的不同。"
        )
    return Applied(child.pk, child.place, child.pk)


def _return(grant: Grant, sent: Return, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    if not child.active:
        actions.return_child(grant, child, sent.note)
    elif sent.note != child.exit_note:
        raise Unsuitable("这份档案没有退出，不需要恢复。")
    return Applied(child.pk, child.place, child.pk)


def _add_category(grant: Grant, sent: AddCategory, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    if not child.active:
        raise Unsuitable(f"这份档案已于 {child.exited_on} 退出，不能再认定类别。")
    said = sent.model_dump(exclude={"child", "decided_by", "sure"})
    # A village recognises what its director writes down, who stood there when no server could be asked about the file.
    decided_by = sent.decided_by.strip() or named.names({child.place})[child.place]
    actions.add_category(grant, child, actions.Recognised(**said, decided_by=decided_by, sure=True))
    return Applied(child.pk, child.place, child.pk)


def _end_category(grant: Grant, sent: EndCategory, based_on: int | None) -> Applied:
    child = locked(grant, sent.child)
    if not Category.objects.within(grant).filter(pk=sent.category, child=child).exists():
        raise Unsuitable("档案里没有这一类别，或者已经改过。")
    actions.end_category(grant, child, sent.category, sent.on, sent.reason)
    return Applied(child.pk, child.place, child.pk)


@contextmanager
def _as_refusal() -> Iterator[None]:
    try:
        yield
    except clean.Invalid as invalid:
        raise Refused(invalid.errors) from None
    except identity.Taken as taken:
        raise Unsuitable(str(taken)) from taken


def _values(groups: dict[str, dict[str, Any]], file: read.File | None = None) -> Shown:
    return [
        (merging.label(key, name), merging.shown(file, key, name) if file else "", merging.text(key, name, value))
        for key, values in groups.items()
        for name, value in values.items()
        if (key == AID or (key in BY_KEY and name in BY_KEY[key].fields)) and (file or value not in (None, "", []))
    ]


def _show_update(grant: Grant, sent: Update) -> Shown:
    child = Child.objects.within(grant).filter(pk=sent.child).first()
    return _values(sent.changes, read.file(grant, child) if child else None)


def _show_register(grant: Grant, sent: s.NewChildIn) -> Shown:
    return [*_values(sent.groups), *[("类别", "", CategoryKey(key).label) for key in sent.categories]]


def _show_leave(grant: Grant, sent: Leave) -> Shown:
    child = Child.objects.within(grant).filter(pk=sent.child).first()
    reason, day = (child.exit_reason, child.exited_on) if child else ("", None)
    return [
        ("退出原因", ExitReason(reason).label if reason else "", ExitReason(sent.reason).label),
        ("退出日期", str(day or ""), str(sent.on)),
        ("说明", child.exit_note if child else "", sent.note or "（空）"),
    ]


def _show_category(grant: Grant, sent: AddCategory) -> Shown:
    return [
        ("类别", "", CategoryKey(sent.key).label),
        ("认定日期", "", str(sent.since)),
        ("认定依据", "", sent.basis or "（空）"),
    ]


def _show_ending(grant: Grant, sent: EndCategory) -> Shown:
    held = Category.objects.within(grant).filter(pk=sent.category).first()
    return [
        ("终止类别", "", CategoryKey(held.key).label if held else ""),
        ("终止日期", "", str(sent.on)),
        ("终止原因", "", sent.reason),
    ]


def _child(sent: Any) -> uuid.UUID:
    return sent.child


def _verb(
    name: str, label: str, shape: type[Schema], apply: Callable[..., Applied], show: Callable[..., Shown]
) -> Verb:
    return Verb(name, label, shape, apply, _child, show)


VERBS = (
    Verb("children.update", "变更档案", Update, _update, _child, _show_update, _settle),
    Verb(
        "children.register", "建立档案", s.NewChildIn, _register, lambda sent: sent.id, _show_register, retarget=False
    ),
    _verb("children.confirm", "核实档案，没有变化", Confirm, _confirm, lambda grant, sent: []),
    _verb("children.leave", "退出", Leave, _leave, _show_leave),
    _verb("children.return", "恢复在册", Return, _return, lambda grant, sent: [("说明", "", sent.note)]),
    _verb("children.add_category", "认定类别", AddCategory, _add_category, _show_category),
    Verb("children.end_category", "终止类别", EndCategory, _end_category, _child, _show_ending, retarget=False),
)
