"""Works out what is owed: for the children and places whose facts changed, in the same transaction; for all at night."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from hutong.accounts import grants
from hutong.duties.registry import Rule, rules
from hutong.ground import clock, query

REFRESH = (Path(__file__).parent / "sql" / "refresh.sql").read_text()
# So many subjects are refreshed by a plan made once for any few; more are worth a plan of their own.
FEW = 100
# How the tables of a rule and its stored rounds are narrowed to what just changed, and to a piece of the country.
ONLY = {
    "child": ("c.id = ANY (%(changed)s::uuid[])", "x.child = ANY (%(changed)s::uuid[])"),
    "place": ("p.code = ANY (%(changed)s::bigint[])", "x.place = ANY (%(changed)s::bigint[])"),
}
BETWEEN = ("c.place >= %(low)s AND c.place < %(high)s", "x.place >= %(low)s AND x.place < %(high)s")
ALL = ("TRUE", "TRUE")
Narrowing = tuple[str, str]


def refresh(children: Sequence[uuid.UUID]) -> None:
    """Bring the duties about some children up to their facts; runs inside the caller's scope and transaction."""
    _refresh("child", children)


def refresh_places(codes: Collection[int]) -> None:
    """The same for the duties about some places: who is appointed there, what they checked, what they were told to do."""
    _refresh("place", codes)


def _refresh(about: str, changed: Collection[object]) -> None:
    # An array as one text: a driver that adapts a hundred thousand ids one by one, four times, takes seconds for it.
    listed = {"changed": "{" + ",".join(map(str, changed)) + "}"}
    with query.planned_once() if len(changed) <= FEW else nullcontext(query.bound) as execute:
        for rule in rules():
            if rule.about == about:
                _run(rule, ONLY[about], listed, execute)


def sweep(only: Collection[str] = ()) -> dict[str, int]:
    """Bring all duties in the present scope up to date, by all rules or by some; gives rows written by each."""
    return {rule.key: sweep_one(rule) for rule in rules() if not only or rule.key in only}


def sweep_one(rule: Rule, between: grants.Bounds | None = None) -> int:
    """The same of one rule. between: the places of the children, where only a piece of the country is to be swept."""
    if rule.about == "place":
        return _run(rule, ALL, {})
    low, high = between or grants.EVERYWHERE[0]
    # On tables filled a moment ago PostgreSQL has no statistics yet, and would loop over loops for minutes.
    query.run("SET LOCAL enable_nestloop = off")
    written = _run(rule, BETWEEN if between else ALL, {"low": low, "high": high})
    query.run("SET LOCAL enable_nestloop = on")
    return written


def _run(rule: Rule, narrowed: Narrowing, given: Mapping[str, object], execute: query.Rows = query.rows) -> int:
    only, only_duty = narrowed
    sql = REFRESH.format(facts=rule.sql.format(only=only), met=rule.met.format(only=only), only_duty=only_duty)
    values = {
        "rule": rule.key,
        "clause": rule.clause,
        "owner": rule.owner.value,
        "today": clock.today(),
        "stamp": f"{int(clock.now().timestamp() * 1000):012x}",
        **given,
    }
    [[written]] = execute(sql, values)
    return written
