"""A child's history, out of the journal: who did what, when, and what changed from what to what."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.accounts.scope import Grant, open_child
from hutong.children import masks
from hutong.children.groups import PHONES
from hutong.children.models import Aid, Category, Child, Relative, Schooling
from hutong.config.sealing import CannotOpen, SealedTextField, unseal
from hutong.journal.models import Entry

PAGE = 30
MODELS: dict[str, type[Model]] = {m._meta.db_table: m for m in (Child, Relative, Category, Schooling, Aid)}
TITLES = {
    "children.register": ("created", "建立档案"),
    "children.import": ("created", "台账导入"),
    "children.update": ("change", "变更档案"),
    "children.confirm": ("change", "核实档案，没有变化"),
    "children.add_category": ("category", "认定类别"),
    "children.end_category": ("category", "终止类别"),
    "children.leave": ("exit", "退出"),
    "children.return": ("exit", "恢复在册"),
}
Describe = Callable[[Grant, list[Entry]], dict[Any, tuple[str, str]]]
_others: dict[str, tuple[str, Describe]] = {}
# Kept for the machine, not for the reader.
SILENT = {"confirmation", "name_key", "confirmed_on", "rev", "id", "child_id", "place"}


def register(action: str, kind: str, describe: Describe) -> None:
    """An app above says how its own action reads in a history: records → (title, detail)."""
    _others[action] = (kind, describe)


def page(grant: Grant, child: Child, after: str | None = None) -> dict[str, Any]:
    """TimelineOut: newest first, thirty at a time; the caller found the child in scope."""
    open_child(child.pk)
    entries = plain(Entry).filter(child=child.pk).order_by("-at", "-seq")
    if after:
        entries = entries.filter(at__lt=after)
    found = list(entries[: PAGE + 1])
    shown = found[:PAGE]
    names = dict(Person.objects.filter(pk__in={e.person for e in shown if e.person}).values_list("pk", "name"))
    told = _told(grant, shown)
    items = [event for entry in shown if (event := _event(entry, names, told))]
    return {"items": items, "next": shown[-1].at.isoformat() if len(found) > PAGE else None}


def _told(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    told: dict[Any, tuple[str, str]] = {}
    for action, (_, describe) in _others.items():
        if mine := [entry for entry in entries if entry.action == action]:
            told |= describe(grant, mine)
    return told


def _event(entry: Entry, names: dict[Any, str], told: dict[Any, tuple[str, str]]) -> dict[str, Any] | None:
    kind, title = TITLES.get(entry.action, ("change", ""))
    detail = ""
    changes = list(_changes(entry.changes))
    if entry.action in _others:
        kind = _others[entry.action][0]
        if entry.record not in told and not changes:
            return None
        title, detail = told.get(entry.record, ("因走访更新档案", ""))
    by = names.get(entry.person, "系统") if entry.person else "系统"
    key = f"{entry.stream_id}-{entry.seq}-{int(entry.sealed)}"
    return {"id": key, "at": entry.at, "kind": kind, "title": title, "by": by, "detail": detail, "changes": changes}


def _changes(changes: dict[str, Any]) -> Iterable[dict[str, str | None]]:
    for table, rows in changes.get("changed", {}).items():
        model = MODELS.get(table)
        for key, columns in rows.items() if model else ():
            for column, (old, new) in columns.items():
                if column not in SILENT:
                    yield _change(model, key, column, old, new)


def _change(model: Any, key: str, column: str, old: Any, new: Any) -> dict[str, str | None]:
    field = next(f for f in model._meta.fields if f.column == column)
    label = "起止日期" if column == "period" else str(field.verbose_name)
    return {"label": label, "old": _text(field, key, old), "new": _text(field, key, new)}


def _text(field: Any, key: str, value: Any) -> str | None:
    if value in (None, ""):
        return None
    if isinstance(field, SealedTextField):
        return _masked(field, key, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value))


def _masked(field: SealedTextField, key: str, value: str) -> str:
    try:
        plain = unseal(bytes.fromhex(value.removeprefix("\\x")), field.bound_to(key))
    except CannotOpen:
        return "（无法解密）"
    return masks.phone(plain) if field.name in PHONES else masks.number(plain)
