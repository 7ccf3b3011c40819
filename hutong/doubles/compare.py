"""Two files side by side: what each says, what differs, what belongs to each."""

from typing import Any

from django.db.models import Model

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.children import read
from hutong.children.groups import BY_KEY, Group
from hutong.children.models import Child
from hutong.children.models.choices import CategoryKey
from hutong.doubles import show
from hutong.doubles.models import Double
from hutong.ground.sealing import SealedTextField
from hutong.journal.models import Entry
from hutong.records import registry

OPENED = ("children.register", "children.import")


def compared(grant: Grant, double: Double) -> dict[str, Any]:
    """DoubleOut of a pair found in scope."""
    children = plain(Child).in_bulk([double.first, double.second])
    pair = [children[double.first], children[double.second]]
    files = read.files(grant, pair)
    both = [files[child.pk] for child in pair]
    kept = suggested(pair)
    return show.items([double])[0] | {
        "registered_by": _registered_by(pair),
        "categories": [[CategoryKey(row.key).label for row in file.categories] for file in both],
        "counts": [
            {"label": label, "counts": [_count(model, child) for child in pair]} for model, label in _counted().items()
        ],
        "groups": [group for one in BY_KEY.values() if (group := _group(one, both, kept))["fields"]],
        "suggested": kept,
    }


def suggested(pair: list[Child]) -> int:
    """The file that stays unless somebody chooses: one in the register, with a number, the older one."""
    order = [(not child.active, child.id_number is None, child.registered_on, child.pk) for child in pair]
    return order.index(min(order))


def labels() -> dict[str, str]:
    """What the tables of the comparison are called."""
    return {model._meta.db_table: label for model, label in _counted().items()}


def _counted() -> dict[type[Model], str]:
    return {record.model: record.goes.doubles for record in registry.records() if record.goes.doubles}


def _count(model: Any, child: Child) -> int:
    return plain(model).filter(child=child).count()


def _registered_by(pair: list[Child]) -> list[str]:
    entries = plain(Entry).filter(
        record__in=[child.pk for child in pair], action__in=OPENED, changes__has_key="created"
    )
    by = {entry.record: entry.person for entry in entries}
    names = dict(Person.objects.filter(pk__in=[p for p in by.values() if p]).values_list("pk", "name"))
    return [names.get(by.get(child.pk), "系统") for child in pair]


def _group(group: Group, files: list[read.File], kept: int) -> dict[str, Any]:
    rows = [file.row(group) for file in files]
    shown = [file.values(group) for file in files]
    fields = [_field(group, name, rows, shown, kept) for name in group.fields]
    return {"key": group.key, "title": group.title, "fields": [f for f in fields if any(f["values"])]}


def _field(group: Group, name: str, rows: list[Any], shown: list[dict[str, Any]], kept: int) -> dict[str, Any]:
    column = group.column(name)
    values = [_plain(row, column) for row in rows]
    # A relative or a school that only one file knows comes along whole.
    choice = all(row is not None for row in rows) and values[0] != values[1]
    return {
        "path": f"{group.key}.{name}",
        "label": str(column.verbose_name),
        "values": [_text(column, one[name]) for one in shown],
        "differs": choice,
        "suggested": next((i for i in (kept, 1 - kept) if values[i]), kept),
    }


def _plain(row: Any, column: Any) -> Any:
    if row is None:
        return None
    value = column.open(row) if isinstance(column, SealedTextField) else getattr(row, column.attname)
    return None if value == "" else value


def _text(column: Any, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(column.flatchoices).get(value, value))
