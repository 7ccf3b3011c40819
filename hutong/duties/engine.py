"""Works out what is owed: at the end of each operation for the subjects whose facts it wrote; at night for all.

The rules are functions of the database (installed.py), run by a role that sees everybody: a writer may see less than follows from
what was written, and is told nothing of it.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from hutong.accounts import grants
from hutong.accounts.context import changed
from hutong.accounts.grants import Bounds
from hutong.duties.registry import Rule, rules
from hutong.ground import query
from hutong.journal import actions

FOLLOW = "SELECT duties_follow()"


def start() -> None:
    """Have duties follow every operation."""
    actions.at_end(FOLLOW)


@contextmanager
def gathering() -> Iterator[None]:
    """Operations inside are followed once, together, when it ends; in one transaction that knows who asks."""
    with changed(gathering="on"):
        yield
    query.run("SELECT duties_run()")


def sweep(only: Collection[str] = ()) -> dict[str, int]:
    """Bring all duties up to date, by all rules or by some; gives rows written by each. As the system only."""
    kinds: dict[str, list[Rule]] = {}
    for rule in rules():
        if not only or rule.key in only:
            kinds.setdefault(rule.about, []).append(rule)
    return {key: n for group in kinds.values() for key, n in sweep_some(group).items()}


def alike(chosen: Collection[Rule]) -> list[list[Rule]]:
    """Rules that read the same facts stand together: one pass is enough for them."""
    groups: dict[tuple[str, frozenset[str]], list[Rule]] = {}
    for rule in chosen:
        groups.setdefault((rule.about, frozenset(rule.reads)), []).append(rule)
    return list(groups.values())


def sweep_some(group: Collection[Rule], between: Bounds | None = None) -> dict[str, int]:
    """The same of rules about one kind of subject. between: the codes to which a piece of the country is cut."""
    [about] = {rule.about for rule in group}
    keys = [rule.key for rule in group]
    low, high = between or grants.EVERYWHERE[0]
    [[told]] = query.rows("SELECT duties_sweep(%s, %s, %s, %s)", [about, keys, low, high])
    assert told is not None, "the sweep is the system's"
    return dict.fromkeys(keys, 0) | (json.loads(told) if isinstance(told, str) else told)
