"""The house stays one that a newcomer can walk through: small files, and no app that swallows the others."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOTS = ("hutong", "tests", "web/apps", "web/packages")
WRITTEN = {".py", ".sql", ".vue", ".ts", ".js", ".css", ".typ"}
# Not written by hand, or not written anew: migrations are the history of the tables.
APART = {"migrations", "node_modules", "dist", "__pycache__", "schema.d.ts", "made"}
MOST = 300
# What everything stands on, the roof and the invented world are no wings of the domain.
NO_WINGS = {"ground", "config", "demo"}


def written(*roots: str) -> Iterator[Path]:
    for root in roots:
        for path in (settings.BASE / root).rglob("*"):
            within = path.relative_to(settings.BASE)
            if path.suffix in WRITTEN and path.is_file() and not APART & set(within.parts):
                yield within


def lines(path: Path) -> int:
    return len((settings.BASE / path).read_text().splitlines())


def test_no_file_is_longer_than_300_lines() -> None:
    assert {str(path): length for path in written(*ROOTS) if (length := lines(path)) > MOST} == {}


def test_no_app_holds_more_than_a_quarter_of_the_domain() -> None:
    apps: Counter[str] = Counter()
    for path in written("hutong"):
        if len(path.parts) > 2 and "tests" not in path.parts and path.parts[1] not in NO_WINGS:
            apps[path.parts[1]] += lines(path)
    print({name: f"{size / apps.total():.0%}" for name, size in apps.most_common()})
    assert max(apps.values()) <= apps.total() / 4


# Overdue is said by the database's hutong_overdue alone (duties/late.py; on a phone without signal, overlay.ts). Beside it: what a
# day asked for must not be, sums of past months, and which of two duties is due sooner.
BY_HAND = re.compile(r"due__lt=|\bdue < |due_at <=? ")
NOT_OVERDUE = {"hutong/duties/actions.py", "hutong/journal/sql/tallied.sql", "hutong/desk/nearest.py"}
ON_THE_PHONE = {"web/apps/field/src/phone/overlay.ts"}


def test_overdue_is_said_in_one_place() -> None:
    found = {
        str(path)
        for path in written("hutong", "web/apps")
        if not {"tests", "demo"} & set(path.parts) and BY_HAND.search((settings.BASE / path).read_text())
    }
    assert found - NOT_OVERDUE == ON_THE_PHONE
