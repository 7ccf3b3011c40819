"""The rules that are live. An app above registers its own; this app knows none of their tables."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hutong.accounts.permissions import Role
from hutong.ground.query import Part
from hutong.places.codes import Level

# A place as the subject of a duty: its stable id, so that the rounds outlast a change of its code.
PLACE_SUBJECT = "lpad(to_hex(p.id), 32, '0')::uuid"
Details = Callable[[Sequence[uuid.UUID]], dict[uuid.UUID, str]]
Parts = Mapping[str, Part]
# What a rule's subjects are: the table by whose alias and column `{only}` narrows it, and the columns of its rounds that say the same.
ABOUT = {
    "child": ("c.id", "c.place", "child"),
    "place": ("p.code", "p.code", "place"),
    "organisation": ("r.id", "r.place", "subject"),
    "post": ("r.id", "r.place", "subject"),
    "case": ("r.id", "r.place", "subject"),
    "record": ("r.id", "r.place", "subject"),
}
NIGHT = "night"
# What `{today}` stands for in the functions that rules become.
TODAY = "_today"


@dataclass(frozen=True)
class Rule:
    """What one clause makes owed.

    sql: a SELECT over sets that gives subject, child, place, basis, owed_since, categories (text[]), situation (text) and
    no_later_than (date or NULL) for everyone who owes now; `gives` names what it gives beside them. It may use `{today}`, the day
    of Asia/Shanghai, and `{rule}`, its own key, and must hold `{only}` where its table of subjects is narrowed to those whose facts
    just changed: children `c`, places `p`, or records `r` (`about`). Other `{names}` are its `parts`, texts of the same kind.
    It is run by a role that sees everybody and reads no table but those of `reads`; what comes of it is shown by scope.
    reads: each table and the way from its rows to the subjects, on which the rule is run again when an operation wrote there:
    "child" or "record" (whom the row is about in the journal), "place" (the row's place and the units above it), "inside" (all
    inside the row's unit), "around" (all inside its township), the name of a column that holds the subject's id, or "night": only the sweep looks again.
    met: for what is done once, a SELECT of subject, record and on: the record that discharges the open round though
    nothing is owed anew; with `{only}` too. details: what each of some subjects is about, said in place of `why`.
    owner: the role at the place that owes it; None where sql gives `organisation` or `person`.
    gives: of organisation, person, owed_at (the moment from which a clock of minutes counts), addressees (uuid[]: posts, persons,
    organisations). A person or organisation that owes is
    addressed, too. closed: only those it is addressed to see it; it stands at the county, can be waived by nobody, and no post
    of a village is among them.
    where: the screen on which it is done, when that is not the child's file. waivable: whether a round may be waived.
    stands: the level at which the owner stands, where the role does not say it.
    stays: whether an open round stays where it is when the child that it names moves or becomes another file: so does its record.
    sentence: the action (grant, subject, note) by which its owner says in a sentence that it is done, where that is all it takes.
    """

    key: str
    clause: str
    owner: Role | None
    title: str
    why: str
    sql: str
    about: str = "child"
    met: str = ""
    details: Details | None = None
    where: str = ""
    waivable: bool = True
    stays: bool = False
    sentence: str = ""
    stands: Level | None = None
    reads: Mapping[str, str] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    gives: frozenset[str] = frozenset()
    closed: bool = False

    @property
    def level(self) -> Level:
        """The level at which whoever owes it stands, or above it where its place lies above."""
        return self.stands or STANDS.get(self.owner, Level.COUNTY)


STANDS: dict[Role | None, Level] = {Role.CHILD_DIRECTOR: Level.VILLAGE, Role.SUPERVISOR: Level.TOWNSHIP}
# A round whose rule is no longer live, until the night ends it.
GONE = Rule("", "", None, "已停用的职责", "这项职责的规则已经停用，会在夜间自动结束", "", waivable=False)
_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make a rule live; called once by its app when it starts. Raises ValueError where a rule contradicts itself."""
    if rule.closed and (rule.waivable or "addressees" not in rule.gives):
        raise ValueError(f"{rule.key}: a closed matter is addressed to somebody and waived by nobody")
    if (rule.owner is None) != bool(rule.gives & {"organisation", "person"}):
        raise ValueError(f"{rule.key}: one of role, organisation and person owes it")
    _rules[rule.key] = rule


def unregister(key: str) -> None:
    """Take a rule back: a test's."""
    del _rules[key]


def rules() -> list[Rule]:
    """All live rules, by clause."""
    return sorted(_rules.values(), key=lambda rule: (rule.clause, rule.key))


def staying() -> list[str]:
    """Keys of the rules whose rounds do not follow a child."""
    return [rule.key for rule in rules() if rule.stays]


def rule(key: str) -> Rule:
    """One rule; of a key that no app registered, what is said of a round left behind by it."""
    return _rules.get(key, GONE)
