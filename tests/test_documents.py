"""What the documents name is there: a file that was moved or renamed is named anew where people look for it."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

DOCUMENTS = [
    "CONTRIBUTING.md",
    *(str(path.relative_to(settings.BASE)) for path in sorted((settings.BASE / "docs").rglob("*.md"))),
]
# `journal/protect.py`, `policy/*/layouts/*.toml`, `grants.py`, `hutong/journal/`; <app> is any app.
NAMED = re.compile(
    r"`((?:[\w.*<>-]+/)*(?:[\w*<>-]+\.(?:py|sql|ts|vue|csv|toml|txt|typ|js|md|csv|svg|service|conf)|[\w*<>-]+/))`"
)
# From where a path may be told: an app's folder goes without saying.
ROOTS = ("hutong", "hutong/*", "docs", "tests/access", "web/apps/*/src", "web/packages/*/src")
# What an installation has, and not the code.
THEIRS = {"postgres/", "files/", "keys.toml", "heads.txt"}


def named(document: str) -> Iterator[str]:
    """Each path of a document that leads nowhere; one may follow another in its folder, or in one above."""
    for paragraph in re.split(r"\n\s*\n|\n(?=[|#-])", (settings.BASE / document).read_text()):
        folders = [settings.BASE, *(folder for root in ROOTS for folder in settings.BASE.glob(root))]
        for name in NAMED.findall(paragraph):
            pattern = re.sub(r"<[^>]+>", "*", name).rstrip("/")
            found = [path for folder in folders for path in folder.glob(pattern)]
            if not found and name not in THEIRS:
                yield name
            for path in found:
                folders += [folder for folder in (path, *path.parents) if settings.BASE in folder.parents]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document: str) -> None:
    assert list(named(document)) == []


# `tests/test_floor.py::test_without_a_context_nothing_is_told`
TESTED = re.compile(r"`([\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_exists(document: str) -> None:
    told = TESTED.findall((settings.BASE / document).read_text())
    assert [f"{path}::{name}" for path, name in told if f"\ndef {name}(" not in _text(path)] == []


def _text(path: str) -> str:
    file = settings.BASE / path
    return file.read_text() if file.is_file() else ""


# `accounts.carried.scoped_models`, of an app.
DOTTED = re.compile(r"`(?:hutong\.)?((?:\w+\.)+\w+)\b[^`\n]*`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_name_in_a_module_of_an_app_exists(document: str) -> None:
    assert [name for name in DOTTED.findall((settings.BASE / document).read_text()) if not known(name)] == []


def known(dotted: str) -> bool:
    """Whether a name stands in the module that it says; what names no module of an app is none of ours."""
    app, module, *rest = dotted.split(".")
    folder = settings.BASE / "hutong" / app
    if not (folder / "__init__.py").is_file() or not rest:
        return True
    places = [folder / f"{module}.py", *(folder / module).glob("*.py")]
    return any(
        re.search(rf"\b{rest[0]}\b", path.read_text()) or path.stem == rest[0] for path in places if path.is_file()
    )
