"""Works out what is owed: for the children whose facts changed, in the same transaction, and for all at night."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from hutong.config import clock, query
from hutong.duties.registry import Rule, rules

REFRESH = (Path(__file__).parent / "sql" / "refresh.sql").read_text()


def refresh(children: Sequence[uuid.UUID]) -> None:
    """Bring the duties about some children up to their facts; runs inside the caller's scope and transaction."""
    # An array as one text: a driver that adapts a hundred thousand ids one by one, four times, takes seconds for it.
    listed = "{" + ",".join(map(str, children)) + "}"
    for rule in rules():
        _run(rule, listed)


def sweep() -> dict[str, int]:
    """The nightly run over everything in the present scope; gives rows written by each rule."""
    # On tables filled a moment ago PostgreSQL has no statistics yet, and would loop over loops for minutes.
    query.run("SET LOCAL enable_nestloop = off")
    written = {rule.key: _run(rule, None) for rule in rules()}
    query.run("SET LOCAL enable_nestloop = on")
    return written


def _run(rule: Rule, children: str | None) -> int:
    only = "TRUE" if children is None else "c.id = ANY (%(children)s::uuid[])"
    only_duty = "TRUE" if children is None else "x.child = ANY (%(children)s::uuid[])"
    sql = REFRESH.format(facts=rule.sql.format(only=only), only_duty=only_duty)
    values = {
        "rule": rule.key,
        "clause": rule.clause,
        "owner": rule.owner.value,
        "today": clock.today(),
        "children": children,
    }
    return query.run(sql, values)
