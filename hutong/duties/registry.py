"""The rules that are live. An app above registers its own; this app knows none of their tables."""

from dataclasses import dataclass

from hutong.accounts.permissions import Role


@dataclass(frozen=True)
class Rule:
    """What one clause makes owed.

    sql: a SELECT over sets that gives subject, child, place, basis, owed_since, categories (text[]), situation (text) and
    no_later_than (date or NULL) for everyone who owes now. It may use %(today)s, and must hold `{only}` where its
    child table `c` is narrowed to the children whose facts just changed.
    """

    key: str
    clause: str
    owner: Role
    title: str
    why: str
    sql: str


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make a rule live; called once by its app when it starts."""
    _rules[rule.key] = rule


def rules() -> list[Rule]:
    """All live rules, by clause."""
    return sorted(_rules.values(), key=lambda rule: (rule.clause, rule.key))


def rule(key: str) -> Rule:
    """One rule. Raises KeyError when no app registered it."""
    return _rules[key]
