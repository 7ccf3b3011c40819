"""routes/*.txt as Python, and what a caller should be answered: permissions × relation, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from tests.access.roles import RELATIONS, Caller

FOLDER = Path(__file__).parent / "routes"
# Which relations a route lets in besides the jurisdiction, by the word in routes/*.txt.
# "sender": whoever wrote the object, wherever it lies; nobody in the matrix did.
# "concerned": what a level above opened over one's own villages.
# "phone": asks for a phone's token, which no session is; "anyone": asks for nothing (tests of hutong/sync).
REACHES = {
    "jurisdiction": set[str](),
    "shared": {"shared"},
    "everyone": set(RELATIONS),
    "mine": set[str](),
    "concerned": {"above"},
    "phone": set[str](),
    "anyone": set(RELATIONS),
}


@dataclass(frozen=True)
class Route:
    """One line of a table. permission: a word of roles.py, or "public" where any session will do."""

    method: str
    path: str
    permission: str
    reach: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def names(self) -> bool:
        """Whether the address names an object."""
        return "{" in self.path


@cache
def routes() -> dict[str, Route]:
    """The table by `METHOD /path`."""
    found = [Route(*line) for line in _lines() if line[0] != "ACTION"]
    twice = {route.key for route in found if [other.key for other in found].count(route.key) > 1}
    assert not twice, f"{twice} stands twice in tests/access/routes"
    return {route.key: route for route in found}


@cache
def actions() -> dict[str, str]:
    """Permission by the action's name."""
    return {line[1]: line[2] for line in _lines() if line[0] == "ACTION"}


def _lines() -> list[list[str]]:
    lines = [line for file in sorted(FOLDER.glob("*.txt")) for line in file.read_text().splitlines()]
    return [line.split() for line in lines if line and not line.startswith("#")]


def mounted() -> Iterator[tuple[str, Any]]:
    """Every mounted route as `METHOD /path`, with Ninja's operation."""
    from hutong.config.api import api

    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield from ((f"{method} {prefix}{path}", operation) for method in operation.methods)


def app_of(operation: Any) -> str:
    return operation.view_func.__module__.removeprefix("hutong.").removesuffix(".api")


def expected(caller: Caller, state: str, route: Route, relation: str | None) -> str:
    """What the caller should hear, in the words of asking.py. relation: None where the address names nothing."""
    if route.reach == "anyone":
        return "in"
    if state == "suspended" or route.reach == "phone":
        return "sign in"
    if route.permission == "public":
        return "in"
    if state == "must change password" and not route.path.startswith("/me"):
        return "change password"
    if state == "post ended":
        return "no post"
    if route.permission not in caller.permissions:
        return "not allowed"
    return "in" if relation is None or relation in reached(caller, route) else "missing"


def reached(caller: Caller, route: Route) -> set[str]:
    """The relations in which a route shows its object to a caller who may ask."""
    if route.reach == "mine":
        return set()  # the objects of the matrix are nobody's: what is its maker's alone shows itself to no caller
    return set() if route.reach == "sender" else REACHES[route.reach] | caller.inside


def defined_actions() -> dict[str, Any]:
    """Every function decorated with @action in the program, by its name."""
    import hutong

    for found in walk_packages(hutong.__path__, "hutong."):
        if not {"tests", "migrations", "__main__", "web"} & set(found.name.split(".")):
            import_module(found.name)
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("hutong.")]
    functions: list[Any] = [value for module in modules for value in vars(module).values() if isfunction(value)]
    return {function.action: function for function in functions if hasattr(function, "action")}
