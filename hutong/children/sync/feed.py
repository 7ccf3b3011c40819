"""The file as a phone holds it: whole, phones in the clear to call, numbers masked, nothing that depends on the day."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hutong.accounts.grants import Grant
from hutong.children import read, show
from hutong.children.groups import AID, AID_TITLE, GROUPS, PHONES, Group, aid_form, form
from hutong.children.models import AddressProtection, Child
from hutong.children.models.choices import GONE, CategoryKey, ExitReason, Relation
from hutong.ground import clock
from hutong.records import registry
from hutong.sync.registry import Document, Feed, Record

# A child that left stays on the phone for a while, so that a mistake is seen by the one who knows the family.
AFTER_EXIT = timedelta(days=30)


def held(grant: Grant) -> QuerySet[Any]:
    """The children that a phone holds: those in the register, and those that left it lately; no file that became another."""
    recently = Q(exited_on__isnull=True) | Q(exited_on__gt=clock.today() - AFTER_EXIT)
    return Child.objects.within(grant).filter(recently).exclude(exit_reason__in=GONE)


def _versions(grant: Grant) -> dict[uuid.UUID, int]:
    return dict(held(grant).values_list("id", "rev"))


def _show(grant: Grant, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Record]:
    children = list(held(grant).filter(pk__in=keys))
    found, kept = read.files(grant, children), _kept_from(grant, children)
    return {child.pk: Record(child.rev, child.place, _data(found[child.pk], kept[child.pk])) for child in children}


def _data(file: read.File, protected_from: list[str]) -> dict[str, Any]:
    child = file.child
    plain = ("rev", "number", "name", "sex", "birth_date", "registered_on", "confirmed_on")
    return {name: getattr(child, name) for name in plain} | {
        "pinyin": child.name_key,
        "risk": child.risk or None,
        "categories": [show.category(row) for row in file.categories],
        "exit": show.exit_of(child),
        "address_kept_from": protected_from,
        "groups": {key: values for key, values in _groups(file) if values},
    }


def _groups(file: read.File) -> list[tuple[str, dict[str, Any]]]:
    groups = [(group.key, callable_values(file, group)) for group in GROUPS]
    aids = sorted(aid.kind for aid in file.aids)
    told = [(key, {name: value for name, value in values.items() if value is not None}) for key, values in groups]
    return [*told, (AID, {"kinds": aids} if aids else {})]


def callable_values(file: read.File, group: Group) -> dict[str, Any]:
    """A group's values as a phone shows them: masked, but for phones."""
    values = file.values(group)
    if set(group.fields) & set(PHONES):
        full = file.values(group, full=True)
        values |= {name: full[name] for name in PHONES if name in full}
    return values


def _kept_from(grant: Grant, children: Collection[Child]) -> dict[uuid.UUID, list[str]]:
    rows = AddressProtection.objects.within(grant).filter(child__in=children, period__contains=clock.today())
    kept: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in rows.order_by("period", "id"):
        kept[row.child_id].append(show.protected_from(row))
    return kept


def _forms(_: None) -> dict[str, Any]:
    groups = [{"key": group.key, "title": group.title, "form": form(group)} for group in GROUPS]
    return {
        "groups": [*groups, {"key": AID, "title": AID_TITLE, "form": aid_form()}],
        "labels": {
            "categories": _labels(CategoryKey.choices),
            "exit_reasons": _labels(choice for choice in ExitReason.choices if choice[0] not in GONE),
            "relations": _labels(Relation.choices),
        },
    }


def _labels(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices if value}


def child() -> Feed:
    """The file whole, with all tables that say they stand in it."""
    tables = frozenset(record.table for record in registry.records() if record.goes.phone == "child")
    return Feed("child", "儿童档案", tables, _show, _versions, whole=True)


FORMS = Document("forms", _forms, for_all=True)
