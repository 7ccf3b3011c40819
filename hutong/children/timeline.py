"""A child's history, out of the journal: who did what, when, and what changed from what to what."""

from collections.abc import Callable, Iterable
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db.models import F, Model, Q

from hutong.accounts import positions
from hutong.accounts.context import open_child
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.accounts.shares import VISITS
from hutong.children import alias, masks
from hutong.children.groups import PHONES
from hutong.children.models import AddressProtection, Category, Child, Relative, Schooling
from hutong.children.models.choices import AidKind, CategoryKey, Kind, Stage
from hutong.children.models.protection import Against
from hutong.ground.sealing import CannotOpen, SealedTextField, unseal
from hutong.journal.models import Entry
from hutong.records import reading, registry
from hutong.records.declared import AS_CHANGES

PAGE = 30
CHANGED = "变更档案"
TITLES = {
    "children.register": ("created", "建立档案"),
    "children.import": ("created", "台账导入"),
    "children.update": ("change", "变更档案"),
    "children.confirm": ("change", "核实档案，没有变化"),
    "children.add_category": ("category", "认定类别"),
    "children.end_category": ("category", "终止类别"),
    "children.withdraw_category": ("category", "撤销认定的类别"),
    "children.protect_address": ("change", "地址保密"),
    "children.end_protection": ("change", "解除地址保密"),
    "children.explain": ("change", "说明台账异常"),
    "children.explain_all": ("change", "说明台账异常（一并）"),
    "children.fill_all": ("change", "补登缺项（一并）"),
    "children.leave": ("exit", "退出"),
    "children.return": ("exit", "恢复在册"),
    "journal.erase": ("change", "依法删除历史内容"),
}
Named = dict[str, str]
Describe = Callable[[Grant, list[Entry]], dict[Any, tuple[str, str]]]
_others: dict[str, tuple[str, Describe]] = {}
# Kept for the machine, not for the reader.
SILENT = {"confirmation", "name_key", "confirmed_on", "rev", "id", "child_id", "place", "phone_token"}


def register(action: str, kind: str, describe: Describe) -> None:
    """An app above says how an action reads that is no record's (records/declared.py, Says): records → (title, detail)."""
    _others[action] = (kind, describe)


@cache
def facts() -> dict[str, type[Model]]:
    """Tables of the file itself, whose history is what changed into what."""
    return {record.table: record.model for record in registry.records() if record.goes.timeline == AS_CHANGES}


def _kind(action: str) -> str | None:
    """What kind of event an action is, if anybody says how it reads."""
    if action in _others:
        return _others[action][0]
    kinds = [record.goes.timeline for record, _ in registry.told_after().get(action, ())]
    return next((kind for kind in kinds if kind and kind != AS_CHANGES), None)


def _actions(kind: str) -> set[str]:
    """Whose entries read as one kind of event."""
    own = {action for action, (of, _) in TITLES.items() if of == kind}
    return own | {action for action in (*_others, *registry.told_after()) if _kind(action) == kind}


def page(grant: Grant, child: Child, after: str | None = None, kind: str = "") -> dict[str, Any]:
    """TimelineOut: newest first, thirty at a time, of one kind if asked; the caller found the child in scope."""
    olds = alias.olds(child.pk)
    open_child(child.pk, *olds)
    # Sealed facts have a place of their own on the page; their history is the auditor's.
    # A move carries every record; the move itself tells it once.
    # The history of files merged into this one is its own; the merge is told by the file that stayed.
    entries = (
        plain(Entry)
        .filter(child__in=[child.pk, *olds], sealed=False)
        .exclude(changes__has_key="moved")
        .exclude(action="children.merge", record__in=olds)
    )
    # As _event, which passes them over.
    entries = entries.exclude(~Q(record=F("child")), action__in=TITLES)
    entries = entries.filter(action__in=_actions(kind)) if kind else entries
    shown, foot = positions.listed(entries, ("-at", "-seq", "-stream_id"), after, PAGE)
    items = events(grant, shown)
    if grant.child:
        items = [_outline(event, VISITS in grant.parts) for event in items]
    return {"items": items, **foot}


def events(grant: Grant, entries: list[Entry]) -> list[dict[str, Any]]:
    """EventOut of each entry that says something to a reader."""
    names = dict(Person.objects.filter(pk__in={e.person for e in entries if e.person}).values_list("pk", "name"))
    told, rows = _described(grant, entries), named_rows(entries)
    return [event for entry in entries if (event := _event(entry, names, told, rows))]


def changes_of(entry: Entry) -> list[dict[str, str | None]]:
    """ChangeOut of what one entry changed in the file, without what it added."""
    return list(_changes(entry.changes, named_rows([entry])))


def _outline(event: dict[str, Any], visits: bool) -> dict[str, Any]:
    """What those with whom the history is shared see: what happened when, not which words changed into which."""
    return event | {"changes": [], "detail": event["detail"] if visits and event["kind"] == "visit" else ""}


def _described(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    """(action, record) → (title, detail) of what other apps wrote; one record may be written by several actions."""
    told: dict[Any, tuple[str, str]] = {}
    for action, (_, describe) in _others.items():
        if mine := [entry for entry in entries if entry.action == action]:
            told |= {(action, record): words for record, words in describe(grant, mine).items()}
    for action in {entry.action for entry in entries} & registry.told_after().keys():
        told |= _said(action, [entry.record for entry in entries if entry.action == action])
    return told


def _said(action: str, keys: list[Any]) -> dict[Any, tuple[str, str]]:
    """What records say of an action."""
    return {
        (action, row.pk): (title, reading.text(says.detail, row))
        for record, says in registry.told_after()[action]
        for row in plain(record.model).filter(pk__in=keys)
        if (title := reading.text(says.title, row))
    }


def _event(entry: Entry, names: dict[Any, str], told: dict[Any, tuple[str, str]], rows: Named) -> dict[str, Any] | None:
    if entry.action in TITLES and entry.record != entry.child:
        return None  # another record that the same action touched, such as a move that became void
    kind, title = TITLES.get(entry.action, ("change", CHANGED))
    detail = ""
    changes = [*_added(entry, rows), *_changes(entry.changes, rows), *_removed(entry.changes)]
    if said := _kind(entry.action):
        kind = said
        key = (entry.action, entry.record)
        if key not in told and not changes:
            return None
        title, detail = told.get(key, ("因走访更新档案", ""))
    if "erased" in entry.changes:
        title, detail, changes = title or "历史记录", "内容已依法删除", []
    by = names.get(entry.person, "系统") if entry.person else "系统"
    key = f"{entry.stream_id}-{entry.seq}-{int(entry.sealed)}"
    return {"id": key, "at": entry.at, "kind": kind, "title": title, "by": by, "detail": detail, "changes": changes}


def named_rows(entries: Iterable[Entry]) -> Named:
    """What the rows of facts that entries speak of are called: a category by its label, a relative by kind and name."""
    ids: dict[str, set[str]] = {}
    for entry in entries:
        for part in ("created", "changed"):
            for table, keys in entry.changes.get(part, {}).items():
                ids.setdefault(table, set()).update(keys)
    return {
        str(row.pk): _called(row, type(row))
        for table, keys in ids.items()
        if table in facts() and facts()[table] is not Child
        for row in plain(facts()[table]).filter(pk__in=keys)
    }


def _called(row: Any, model: type[Model]) -> str:
    if model is Schooling:
        return f"就学：{Stage(row.stage).label} {row.school}".strip()
    if model is Relative:
        return f"{Kind(row.kind).label}：{row.name}" if row.name else str(Kind(row.kind).label)
    if model is AddressProtection:
        return f"对{Against(row.against).label}{row.against_name}保密"
    return CategoryKey(row.key).label if model is Category else AidKind(row.kind).label


def _added(entry: Entry, rows: Named) -> Iterable[dict[str, str | None]]:
    """Facts added to a file that stood already; a new file is told by its first entry as a whole."""
    if (TITLES.get(entry.action, ("",))[0] or _kind(entry.action)) == "created":
        return
    for table, keys in entry.changes.get("created", {}).items():
        if table in facts():
            yield from ({"label": "新增", "old": None, "new": rows.get(key)} for key in keys)


def words(change: dict[str, str | None]) -> str:
    """A change as a sentence: never an empty value."""
    label, old, new = change["label"], change["old"], change["new"]
    return f"{label}：{old} → {new}" if old and new else f"{label}：{new}" if new else f"{label}：{old or ''}（已清空）"


def _removed(changes: dict[str, Any]) -> Iterable[dict[str, str | None]]:
    """Facts that were taken out of a file, as they were called, with the reason where there was one."""
    for table, rows in changes.get("deleted", {}).items():
        if model := facts().get(table):
            yield from ({"label": "删去", "old": _was(model, row), "new": None} for row in rows.values())


def _was(model: Any, row: dict[str, Any]) -> str:
    called = _called(SimpleNamespace(**row), model)
    return f"{called}（{row['ended_reason']}）" if row.get("ended_reason") else called


def _changes(changes: dict[str, Any], named: Named) -> Iterable[dict[str, str | None]]:
    for table, rows in changes.get("changed", {}).items():
        model = facts().get(table)
        for key, columns in rows.items() if model else ():
            for column, (old, new) in columns.items():
                if column not in SILENT:
                    yield _change(model, key, column, old, new, named)


def _change(model: Any, key: str, column: str, old: Any, new: Any, rows: Named) -> dict[str, str | None]:
    field = next(f for f in model._meta.fields if f.column == column)
    label = f"{rows.get(key, '')} 起止".strip() if column == "period" else str(field.verbose_name)
    return {"label": label, "old": _text(field, key, old), "new": _text(field, key, new)}


def _text(field: Any, key: str, value: Any) -> str | None:
    if value in (None, ""):
        return None
    if isinstance(field, SealedTextField):
        return _masked(field, key, value)
    if field.name == "period":
        return _span(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value))


def _span(text: str) -> str:
    """[2026-03-01,2026-09-01) as people write it; PostgreSQL's upper day is the first that no longer counts."""
    lower, _, upper = text.strip("[()]").partition(",")
    return f"{lower} 起，{upper} 止" if upper else f"{lower} 起"


def _masked(field: SealedTextField, key: str, value: str) -> str:
    try:
        plain = unseal(bytes.fromhex(value.removeprefix("\\x")), field.bound_to(key))
    except CannotOpen:
        return "（无法解密）"
    return masks.phone(plain) if field.name in PHONES else masks.number(plain)
