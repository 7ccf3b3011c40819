"""The rules that are live. An app above registers its own; this app knows none of their tables."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hutong.accounts.permissions import Role
from hutong.places.codes import Level

# A place as the subject of a duty: its stable id, so that the rounds outlast a change of its code.
PLACE_SUBJECT = "lpad(to_hex(p.id), 32, '0')::uuid"
# The places `p` of the present scope. Without coalesce PostgreSQL guesses that one in two hundred passes.
REACHED = "coalesce((SELECT hutong_places()) @> p.code, false)"
NOTHING_MET = 'SELECT NULL::uuid AS subject, NULL::uuid AS record, NULL::date AS "on" WHERE false'
Details = Callable[[Sequence[uuid.UUID]], dict[uuid.UUID, str]]


@dataclass(frozen=True)
class Rule:
    """What one clause makes owed.

    sql: a SELECT over sets that gives subject, child, place, basis, owed_since, categories (text[]), situation (text) and
    no_later_than (date or NULL) for everyone who owes now. It may use %(today)s, and must hold `{only}` where its
    table of children `c` (about="child", by id and place) or of places `p` (about="place") is narrowed to those whose
    facts just changed.
    met: for what is done once, a SELECT of subject, record and on: the record that discharges the open round though
    nothing is owed anew; with `{only}` too. details: what each of some subjects is about, said in place of `why`.
    where: the screen on which it is done, when that is not the child's file. waivable: whether a round may be waived.
    stands: the level at which the owner stands, where the role does not say it.
    stays: whether an open round stays where it is when the child that it names moves or becomes another file: so does its record.
    sentence: the action (grant, subject, note) by which its owner says in a sentence that it is done, where that is all it takes.
    """

    key: str
    clause: str
    owner: Role
    title: str
    why: str
    sql: str
    about: Literal["child", "place"] = "child"
    met: str = NOTHING_MET
    details: Details | None = None
    where: str = ""
    waivable: bool = True
    stays: bool = False
    sentence: str = ""
    stands: Level | None = None


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make a rule live; called once by its app when it starts."""
    _rules[rule.key] = rule


def rules() -> list[Rule]:
    """All live rules, by clause."""
    return sorted(_rules.values(), key=lambda rule: (rule.clause, rule.key))


def staying() -> list[str]:
    """Keys of the rules whose rounds do not follow a child."""
    return [rule.key for rule in rules() if rule.stays]


def rule(key: str) -> Rule:
    """One rule. Raises KeyError when no app registered it."""
    return _rules[key]
