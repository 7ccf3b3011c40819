"""Rows that carry a place, out of Django's registry: what moves, merges and changes of places take along.

No list by hand: a new table is carried from the day it exists, unless its manager says that it stays (a log, a proposal,
the record of a move itself), `ScopedManager(carried=False)`.
"""

from django.apps import apps
from django.db.models import ForeignKey, Model

from hutong.accounts.managers import ScopedManager


def scoped_models() -> list[type[Model]]:
    """Every model with a place and a ScopedManager, by table name; whether it is carried or not."""
    found = [model for model in apps.get_models() if _manager(model) and _has(model, "place")]
    return sorted(found, key=lambda model: model._meta.db_table)


def child_models() -> list[tuple[type[Model], str]]:
    """Models whose rows belong to one child and follow it, with the child column's name; the child itself by its key.

    The column is `id` of the child, `child_id` where it is a reference, `child` where it is a bare id.
    """
    carried = [model for model in scoped_models() if (manager := _manager(model)) and manager.carried]
    belonging = [(model, _column(model)) for model in carried if _has(model, "child")]
    children = {model._meta.get_field("child").related_model for model, _ in belonging} - {None}
    return [(model, "id") for model in carried if model in children] + belonging


def _manager(model: type[Model]) -> ScopedManager | None:
    manager = model._meta.default_manager
    return manager if isinstance(manager, ScopedManager) else None


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _column(model: type[Model]) -> str:
    field = model._meta.get_field("child")
    return field.attname if isinstance(field, ForeignKey) else "child"
