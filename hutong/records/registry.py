"""All records: what `RECORDS` of each app's `record.py` says and of its rooms', in the order of INSTALLED_APPS."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Literal

from django.apps import apps
from django.db import models

from hutong.records.declared import Follows, Phone, Record, Says


@cache
def records() -> tuple[Record, ...]:
    """Every table that names children, once."""
    own = [app.name for app in apps.get_app_configs() if app.name.startswith("hutong.")]
    names = [f"{folder}.record" for app in own for folder in (app, *_rooms(app))]
    return tuple(record for name in names if find_spec(name) for record in import_module(name).RECORDS)


def _rooms(app: str) -> list[str]:
    return sorted(f"{app}.{one.name}" for one in iter_modules(import_module(app).__path__) if one.ispkg)


def of(model: type[models.Model]) -> Record:
    """The record of a model. Raises KeyError where none says it."""
    return {record.model: record for record in records()}[model]


def travelling(on: Literal["move", "merge"]) -> list[Record]:
    """What goes along when a child moves, or when its file becomes part of another."""
    return [record for record in records() if getattr(record.goes, on) is Follows.TRAVELS]


@cache
def told_after() -> dict[str, list[tuple[Record, Says]]]:
    """What reads in a child's history after each action."""
    told: dict[str, list[tuple[Record, Says]]] = {}
    for record in records():
        for says in record.says:
            told.setdefault(says.action, []).append((record, says))
    return told


def phones() -> list[tuple[Record, Phone]]:
    """Records with a feed of their own on phones, and how."""
    return [(record, record.goes.phone) for record in records() if isinstance(record.goes.phone, Phone)]
