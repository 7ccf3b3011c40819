"""Works out what is owed: for the children whose facts changed, in the same transaction, and for all at night."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from hutong.config import clock, query
from hutong.duties.registry import Rule, rules

REFRESH = (Path(__file__).parent / "sql" / "refresh.sql").read_text()


def refresh(children: Sequence[uuid.UUID]) -> None:
    """Bring the duties about some children up to their facts; runs inside the caller's scope and transaction."""
    for rule in rules():
        _run(rule, list(children))


def sweep() -> dict[str, int]:
    """The nightly run over everything in the present scope; gives rows written by each rule."""
    return {rule.key: _run(rule, None) for rule in rules()}


def _run(rule: Rule, children: list[uuid.UUID] | None) -> int:
    only = "TRUE" if children is None else "c.id = ANY (%(children)s)"
    only_duty = "TRUE" if children is None else "x.child = ANY (%(children)s)"
    sql = REFRESH.format(facts=rule.sql.format(only=only), only_duty=only_duty)
    values = {
        "rule": rule.key,
        "clause": rule.clause,
        "owner": rule.owner.value,
        "today": clock.today(),
        "children": children,
    }
    return query.run(sql, values)
