"""The access matrix (tests/access): every route with every relation, and each table said twice; tests/long asks it all."""

from __future__ import annotations

import re

import pytest

from tests.access import mutant, mutants, rows, table, writing
from tests.access.asking import Question, questions, wrong
from tests.access.objects import FACTORIES
from tests.access.roles import CALLERS, RELATIONS, ROLES, VILLAGE
from tests.access.world import World

SHARES = 8


def sample() -> list[Question]:
    """Of the whole product, for each route and relation: a caller who may, one who may not, and one in another state.

    Which of several is taken turns with the route, so that all roles and states come in turn and always the same ones.
    """
    pools: dict[tuple[str, str | None, str], list[Question]] = {}
    for one in questions(table.routes()):
        may = one.route.permission == "public" or one.route.permission in one.caller.permissions
        kind = ("may" if may else "may not") if one.state == "active" else "state"
        pools.setdefault((one.route.key, one.relation, kind), []).append(one)
    return [pool[number % len(pool)] for number, pool in enumerate(pools.values())]


@pytest.mark.parametrize("part", range(SHARES))
def test_every_route_answers_every_relation_as_the_tables_say(matrix: World, part: int) -> None:
    found = [told for one in sample()[part::SHARES] if (told := wrong(matrix, one))]
    assert not found, f"{len(found)} answers differ:\n" + "\n".join(found[:20])


def test_the_sample_asks_every_route_in_every_relation_every_role_and_every_state() -> None:
    asked = sample()
    assert {one.route.key for one in asked} == set(table.routes())
    assert {one.relation for one in asked} == {None, *RELATIONS}
    assert {(one.caller.name, one.state) for one in asked} == {(c.name, s) for c in CALLERS for s in c.states}
    placed = {one.route.key for one in asked if one.route.names}
    assert {(one.route.key, one.relation) for one in asked} >= {(key, r) for key in placed for r in RELATIONS}


def test_every_route_stands_in_the_table_with_its_permission() -> None:
    listed, told = table.routes(), []
    for key, operation in table.mounted():
        permission = str(getattr(operation.view_func, "permission", "public"))
        file = f"tests/access/routes/{table.app_of(operation)}.txt"
        if key not in listed:
            told.append(f"{key} is not listed: add to {file} the line\n  {key} {permission} jurisdiction")
        elif listed[key].permission != permission:
            told.append(f"{key} asks for {permission}; {file} says {listed[key].permission}")
    gone = set(listed) - {key for key, _ in table.mounted()}
    assert not told, "\n".join(told)
    assert not gone, f"no such route any more, take it out of tests/access/routes: {sorted(gone)}"


def test_each_route_stands_in_the_file_of_its_app() -> None:
    apps = {key: table.app_of(operation) for key, operation in table.mounted()}
    stands = {" ".join(line.split()[:2]): file.stem for file in table.FOLDER.glob("*.txt") for line in file.open()}
    assert {key: app for key, app in apps.items() if stands.get(key) != app} == {}


def test_every_name_in_an_address_has_a_factory() -> None:
    names = {name: key for key, _ in table.mounted() for name in re.findall(r"\{(\w+)\}", key)}
    told = [
        f'{names[name]}: add to tests/access/objects a factory under @makes("{name}")'
        for name in sorted(set(names) - set(FACTORIES))
    ]
    assert not told, "\n".join(told)


def test_the_roles_are_those_of_the_page() -> None:
    from hutong.accounts.permissions import PERMISSIONS

    said = {name: set(words.split()) for name, words in ROLES.items() if "," not in name}
    assert said == {str(role): {str(one) for one in held} for role, held in PERMISSIONS.items()}


@pytest.mark.parametrize("who", ["director", "supervisor", "county", "prefecture", "province"])
def test_those_whose_child_it_is_see_it(matrix: World, who: str) -> None:
    caller = next(one for one in CALLERS if one.name == who)
    child = matrix.id("child", VILLAGE)
    browser = matrix.browser(caller.name, "active")
    assert browser.get(f"/children/{child}").status_code == 200
    assert child in browser.get("/children", place=VILLAGE, limit=100).content.decode()


def test_every_action_stands_in_the_table_with_its_permission() -> None:
    listed, told = table.actions(), []
    defined = {name: (str(one.permission), one.__module__) for name, one in table.defined_actions().items()}
    for name, (permission, module) in defined.items():
        if listed.get(name) != permission:
            file = "tests/access/routes/" + module.split(".")[1] + ".txt"
            told.append(f"{module} asks for {permission}; {file} should have the line\n  ACTION {name} {permission}")
    assert not told, "\n".join(told)
    assert set(listed) == set(defined), "take what is gone out of tests/access/routes"


@pytest.mark.parametrize("words", ROLES)
def test_an_action_refuses_whoever_lacks_its_permission(words: str) -> None:
    from hutong.accounts.grants import Grant
    from hutong.accounts.permissions import Permission
    from hutong.journal.actions import NotAllowed

    held = frozenset(Permission(word) for word in ROLES[words].split())
    grant = Grant(None, None, None, (), (), held)
    for name, permission in table.actions().items():
        if permission not in held:
            with pytest.raises(NotAllowed):
                table.defined_actions()[name](grant)


@pytest.mark.parametrize("kind", mutants.KINDS)
def test_a_loosened_protection_is_noticed(matrix: World, kind: str) -> None:
    """Every tenth mutant of tests/long/test_mutations.py, which makes them all."""
    with rows.everywhere(matrix):
        survivors = [one.name for one in mutants.KINDS[kind](matrix)[::10] if not one.caught()]
    assert not survivors, f"loosened and nobody noticed: {survivors}"


def test_every_policy_is_loosened_by_some_mutant(matrix: World) -> None:
    """Also those of tables that the world leaves empty: a new table's policies are in the run from its first day."""
    kinds = ("row-level security", "what policies let in", "restrictive policies")
    with rows.everywhere(matrix):
        made = {one.name.split()[0] for kind in kinds for one in mutants.KINDS[kind](matrix)}
        policies = {
            f"{table}.{policy}"
            for table, policy, command, *_ in writing.policies("true")
            if table not in mutant.PUBLIC and writing.granted(table, command)
        }
    assert policies - made == set()
