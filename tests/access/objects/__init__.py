"""One object of every kind that an address names, made at a given place: by the name in the address, `{child}`.

A file for each app; in it a factory under `@makes("…")` for each name.
"""

from tests.access.objects import (
    accounts,
    alarms,
    care,
    children,
    desk,
    documents,
    duties,
    feedback,
    journal,
    places,
    sync,
    transfers,
    workforce,
)
from tests.access.objects.making import FACTORIES, makes, system

__all__ = [
    "FACTORIES",
    "accounts",
    "alarms",
    "care",
    "children",
    "desk",
    "documents",
    "duties",
    "feedback",
    "journal",
    "makes",
    "places",
    "sync",
    "system",
    "transfers",
    "workforce",
]
