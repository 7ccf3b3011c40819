"""Rows that carry a place, out of Django's registry: all of them follow their unit to another code (区划变更).

What follows a child says each record by itself: records/declared.py, Goes.
"""

from django.apps import apps
from django.db.models import Model

from hutong.accounts.managers import ScopedManager


def scoped_models() -> list[type[Model]]:
    """Every model with a place and a ScopedManager, by table name."""
    found = [model for model in apps.get_models() if _manager(model) and _has(model, "place")]
    return sorted(found, key=lambda model: model._meta.db_table)


def _manager(model: type[Model]) -> ScopedManager | None:
    manager = model._meta.default_manager
    return manager if isinstance(manager, ScopedManager) else None


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
