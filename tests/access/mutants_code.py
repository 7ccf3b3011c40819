"""What the code refuses, loosened: filters of models, permissions of routes and of actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tests.access import floor, table
from tests.access.asking import Question, questions, wrong
from tests.access.mutant import Mutant
from tests.access.roles import ROLES
from tests.access.world import World


def filters(world: World) -> list[Mutant]:
    """`.within(grant)` of every scoped model, giving all rows."""
    from hutong.accounts.carried import scoped_models

    return [
        Mutant(
            model.__name__,
            _unfiltered(model),
            lambda model=model: any(map(floor.outside, floor.filtered(world, model))),
        )
        for model in scoped_models()
        if any(map(floor.outside, floor.all_rows(model._meta.db_table)))
    ]


def _unfiltered(model: Any) -> Callable[[], Any]:
    # Of its own class: a manager may have a `within` of its own.
    manager = type(model._meta.default_manager)
    kept = manager.within

    def within(self: Any, grant: Any) -> Any:
        return model._base_manager.all() if self.model is model else kept(self, grant)

    return lambda: patch.object(manager, "within", within)


def routes(world: World) -> list[Mutant]:
    """The permission of every route, replaced by "signed in"."""
    pool = [one for one in questions(table.routes()) if one.state == "active"]
    made = []
    for key, route in table.routes().items():
        refused = [one for one in pool if one.route == route and route.permission not in one.caller.permissions]
        # A phone shows its own token, not a session: tests of hutong/sync.
        if refused and route.permission not in ("public", "signed_in") and route.reach != "phone":
            made.append(
                Mutant(key, lambda route=route: _for_everybody(route.path), lambda q=refused[0]: _asked(world, q))
            )
    return made


def _asked(world: World, question: Question) -> bool:
    return wrong(world, question) is not None


@contextmanager
def _for_everybody(path: str) -> Iterator[None]:
    from hutong.accounts import http
    from hutong.accounts.permissions import Permission

    kept = http.grant_for
    pattern = re.compile("/api/v1" + re.sub(r"\\{\w+\\}|\{\w+\}", "[^/]+", path) + "$")

    def grant_for(request: Any, permission: Any) -> Any:
        grant = kept(request, Permission.SIGNED_IN if pattern.match(request.path) else permission)
        return grant

    # The actions beneath refuse too; that is their own test, so the grant is let through them here.
    with patch.object(http, "grant_for", grant_for), _actions_open():
        yield


@contextmanager
def _actions_open() -> Iterator[None]:
    from hutong.accounts.grants import Grant

    with patch.object(Grant, "allows", lambda self, permission: True):
        yield


def actions(world: World) -> list[Mutant]:
    """The permission of every action, replaced by "signed in"."""
    defined = table.defined_actions()
    return [
        Mutant(
            name,
            lambda name=name: _action_open(defined[name]),
            lambda name=name, asked=permission: not _refuses(defined[name], asked),
        )
        for name, permission in table.actions().items()
        if permission != "signed_in"
    ]


@contextmanager
def _action_open(function: Any) -> Iterator[None]:
    from hutong.accounts.permissions import Permission

    cells = dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))
    kept = cells["permission"].cell_contents
    cells["permission"].cell_contents = Permission.SIGNED_IN
    try:
        yield
    finally:
        cells["permission"].cell_contents = kept


def _refuses(function: Any, permission: str) -> bool:
    from hutong.accounts.grants import Grant
    from hutong.accounts.permissions import Permission
    from hutong.journal.actions import NotAllowed

    held = next(words for words in ROLES.values() if permission not in words.split()) if permission else ""
    grant = Grant(None, None, None, (), (), frozenset(Permission(word) for word in held.split()))
    try:
        function(grant)
    except NotAllowed:
        return True
    except Exception:  # it went on without its other arguments
        return False
    return False
