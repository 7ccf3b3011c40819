"""Each thing that protects, loosened alone, and the question of the matrix that must then be answered wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

from tests.access import floor, table, writing
from tests.access.asking import Question, questions, wrong
from tests.access.roles import ROLES
from tests.access.world import World

# Tables that everybody who is signed in may read: a policy that says true says nothing more.
PUBLIC = {
    "accounts_organisation": "the register of offices",
    "accounts_person": "names of officers; the rest is withheld (ADR 29)",
    "transfers_partner": "public keys of other deployments",
}


@dataclass(frozen=True)
class Mutant:
    """loosen: a context in which the protection is gone. notices: whether the tests see that, asked inside it."""

    name: str
    loosen: Callable[[], Any]
    notices: Callable[[], bool]

    def caught(self) -> bool:
        """Quiet before, noticed while it is loosened: a check that always cries would prove nothing."""
        if self.notices():
            return False
        with self.loosen():
            return self.notices()


def policies(world: World) -> list[Mutant]:
    """Row-level security: the condition of every policy that reads, replaced by true."""
    from hutong.ground import query

    found = query.rows(
        "SELECT tablename, policyname FROM pg_policies WHERE 'hutong_app' = ANY (roles) AND cmd <> 'INSERT' "
        "AND permissive = 'PERMISSIVE' AND qual IS NOT NULL ORDER BY 1, 2"
    )
    with_rows = {name for name in floor.fenced() if any(map(floor.outside, floor.all_rows(name)))}
    return [
        Mutant(f"{name}.{policy}", _opened(name, policy), otherwise(partial(floor.visible, world, name)))
        for name, policy in found
        if name in with_rows and name not in PUBLIC
    ]


def otherwise(ask: Callable[[], Any]) -> Callable[[], bool]:
    """A check that remembers what it was answered first, and notices another answer."""
    first: list[Any] = []

    def notices() -> bool:
        said = ask()
        if not first:
            first.append(said)
        return said != first[0]

    return notices


def _opened(name: str, policy: str) -> Callable[[], Any]:
    @contextmanager
    def loosen() -> Iterator[None]:
        from django.db import connections

        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s", [name, policy])
            [(kept,)] = cursor.fetchall()
            cursor.execute(f"ALTER POLICY {policy} ON {name} USING (true)")
            try:
                yield
            finally:
                cursor.execute(f"ALTER POLICY {policy} ON {name} USING ({kept})")

    return loosen


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


def shares(world: World) -> list[Mutant]:
    """What a share opens: for how long, and to whom."""
    from django.db.models import Q

    from hutong.accounts import context
    from hutong.accounts import shares as read
    from hutong.accounts.managers import plain
    from hutong.accounts.models import Share

    asked = [one for one in questions(table.routes()) if one.state == "active" and one.route.reach == "shared"]
    expired = [
        one for one in asked if one.relation == "expired share" and one.route.permission in one.caller.permissions
    ]
    kept = context.open_child

    def notices() -> bool:
        return any(wrong(world, one) for one in expired[:12])

    def opens_all(child: Any, *olds: Any) -> None:
        everyone = [world.ids[spot]["child"] for spot in world.ids]
        kept(child, *everyone)

    def sees_foreign() -> bool:
        with context.within(floor.grant(world)):
            context.open_child(world.ids[floor.COUNTY]["child"])
            from hutong.ground import query

            return any(floor.outside(place) for (place,) in query.rows("SELECT DISTINCT place FROM children_child"))

    @contextmanager
    def for_ever() -> Iterator[None]:
        every = lambda grant: plain(Share).all()  # noqa: E731  # a stand-in for the function
        with (
            patch.object(read, "in_force", lambda: Q()),
            _opened("accounts_share", "receivers")(),
            patch.object(read, "live", every),
        ):
            yield

    return [
        Mutant("a share that never ends", for_ever, notices),
        Mutant("open_child opens all", lambda: patch.object(context, "open_child", opens_all), sees_foreign),
    ]


def checks(world: World) -> list[Mutant]:
    """What policies let in: the WITH CHECK of each that says one, replaced by true."""
    found = writing.policies("permissive = 'PERMISSIVE' AND with_check IS NOT NULL AND with_check <> 'true'")
    return [
        Mutant(
            f"{name}.{policy} WITH CHECK",
            writing.altered(name, policy, WITH_CHECK=(check, "true")),
            otherwise(partial(writing.inserts, world, name)),
        )
        for name, policy, _, _, check in found
        if any(floor.all_rows(name)) and writing.granted(name, "INSERT")
    ]


def unsealed(world: World) -> list[Mutant]:
    """One condition of a policy gone: that the officer is named for sealed facts."""
    made = []
    for name, policy, _, using, check in writing.policies("permissive = 'PERMISSIVE'"):
        if writing.SEALED.search(using) and name not in PUBLIC and any(floor.all_rows(name)):
            loosened = writing.altered(name, policy, USING=(using, writing.SEALED.sub("true", using)))
            made.append(
                Mutant(f"{name}.{policy} USING unsealed", loosened, otherwise(partial(floor.visible, world, name)))
            )
        if writing.SEALED.search(check) and any(floor.all_rows(name)):
            loosened = writing.altered(name, policy, WITH_CHECK=(check, writing.SEALED.sub("true", check)))
            noticed = otherwise(partial(writing.inserts, world, name))
            made.append(Mutant(f"{name}.{policy} WITH CHECK unsealed", loosened, noticed))
    return made


def restrictive(world: World) -> list[Mutant]:
    """What takes away again: each restrictive policy replaced by true; that a share only ends, and a file is never removed."""
    made = []
    for name, policy, command, using, check in writing.policies("permissive = 'RESTRICTIVE'"):
        gone = writing.altered(name, policy, USING=(using, "true"))
        if policy.startswith("opened_"):
            if writing.of_a_child_elsewhere(world, name) and writing.granted(name, command):
                noticed = otherwise(partial(writing.opened, world, name))
                made.append(Mutant(f"{name}.{policy} ({command})", gone, noticed))
        else:
            unchecked = writing.altered(name, policy, WITH_CHECK=(check or using, "true"))
            for kind, loosened in (("", gone), (" as check", unchecked)):
                made.append(Mutant(f"{name}.{policy}{kind}", loosened, otherwise(partial(writing.broken_glass, world))))
    return made + _ending(world)


def _ending(world: World) -> list[Mutant]:
    noticed = otherwise(partial(writing.ends, world))
    trigger = "ALTER TABLE accounts_share {} TRIGGER only_ends"
    prolonged = writing.between(trigger.format("DISABLE"), trigger.format("ENABLE"))
    return [
        Mutant("a share is prolonged", prolonged, noticed),
        Mutant("a share is removed", _removable("accounts_share"), noticed),
        Mutant(
            "a file is removed",
            _removable("children_child"),
            otherwise(partial(writing.opened, world, "children_child")),
        ),
    ]


def _removable(name: str) -> Callable[[], Any]:
    return writing.between(f"GRANT DELETE ON {name} TO hutong_app", f"REVOKE DELETE ON {name} FROM hutong_app")


KINDS: dict[str, Callable[[World], list[Mutant]]] = {
    "row-level security": policies,
    "what policies let in": checks,
    "conditions of sealed facts": unsealed,
    "restrictive policies": restrictive,
    "filters of models": filters,
    "permissions of routes": routes,
    "permissions of actions": actions,
    "shares and opened children": shares,
}
