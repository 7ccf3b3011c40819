"""What the database refuses, loosened: policies, their checks and conditions, what they take away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from tests.access import floor, writing
from tests.access.mutant import PUBLIC, Mutant, otherwise
from tests.access.world import World


def policies(world: World) -> list[Mutant]:
    """Row-level security: the condition of every policy that reads, replaced by true."""
    from hutong.ground import query

    found = query.rows(
        "SELECT tablename, policyname FROM pg_policies WHERE 'hutong_app' = ANY (roles) AND cmd <> 'INSERT' "
        "AND permissive = 'PERMISSIVE' AND qual IS NOT NULL ORDER BY 1, 2"
    )
    with_rows = {name for name in floor.fenced() if any(map(floor.outside, floor.all_rows(name)))}
    return [
        Mutant(f"{name}.{policy}", opened_policy(name, policy), otherwise(partial(floor.visible, world, name)))
        for name, policy in found
        if name in with_rows and name not in PUBLIC
    ]


def opened_policy(name: str, policy: str) -> Callable[[], Any]:
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
