"""Finds files that may be one child, over sets: for files just written in the writer's scope, for all at night."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db.models import Q

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import bulk, identity
from hutong.children.models import Child, Relative
from hutong.children.models.choices import Kind
from hutong.children.names import bare
from hutong.doubles.evidence import Facts, evidence
from hutong.doubles.models import Double
from hutong.doubles.policy import Policy, policy
from hutong.ground import clock, planning, query
from hutong.ground.sealing import unsealed
from hutong.journal.actions import action
from hutong.places.codes import Level, at_level

Pair = identity.Pair
Status = Double.Status
FAMILY = (Kind.FATHER, Kind.MOTHER, Kind.GUARDIAN, Kind.CARER)
# The fields of a file that `facts` reads, by group.
COMPARED = {"child": {"name", "sex", "birth_date", "id_kind", "id_number"}} | {
    str(kind): {"name", "phone"} for kind in FAMILY
}

# Pairs worth a look: one sound of name and a birth date that a slip of the pen makes of the other (as whole numbers
# 20180304: a digit, or day and month), or one phone in the family and one birthday. Exact rules are evidence.py's.
PAIRS = """
WITH file AS MATERIALIZED (
    SELECT c.id, c.name_key, c.birth_date AS birth, (to_char(c.birth_date, 'YYYYMMDD'))::int AS n,
           (to_char(c.birth_date, 'YYYYDDMM'))::int AS turned
    FROM children_child c
    WHERE c.exit_reason NOT IN ('merged', 'undone') AND (c.exited_on IS NULL OR c.exited_on > %(recent)s)
), phone AS MATERIALIZED (
    SELECT DISTINCT f.id, f.birth, r.phone_token AS token
    FROM file f JOIN children_relative r ON r.child_id = f.id
    WHERE r.phone_token IS NOT NULL AND r.kind <> 'contact'
)
SELECT DISTINCT least(a.id, b.id), greatest(a.id, b.id) FROM file a JOIN file b ON b.name_key = a.name_key AND {order}
WHERE {only} AND (a.n = b.n OR a.n = b.turned OR abs(a.n - b.n) = ANY (%(steps)s))
UNION
SELECT least(a.id, b.id), greatest(a.id, b.id) FROM phone a JOIN phone b ON b.token = a.token AND b.birth = a.birth AND {order}
WHERE {only}
"""
# The same for a few files, each looked up by name and by phone: a desk that saves one file does not read all of them.
PAIRS_OF_FEW = """
WITH own AS MATERIALIZED (
    SELECT c.id, c.name_key, c.birth_date AS birth, (to_char(c.birth_date, 'YYYYMMDD'))::int AS n,
           (to_char(c.birth_date, 'YYYYDDMM'))::int AS turned
    FROM children_child c WHERE c.id = ANY (%(ids)s::uuid[]) AND {live}
), phone AS MATERIALIZED (
    SELECT DISTINCT a.id, a.birth, r.phone_token AS token FROM own a JOIN children_relative r ON r.child_id = a.id
    WHERE r.phone_token IS NOT NULL AND r.kind <> 'contact'
), named AS MATERIALIZED (
    SELECT a.id AS one, a.n, a.turned, c.id, (to_char(c.birth_date, 'YYYYMMDD'))::int AS other
    FROM own a JOIN children_child c ON c.name_key = a.name_key AND c.id <> a.id AND {live}
)
SELECT least(one, id), greatest(one, id) FROM named WHERE other IN (n, turned) OR abs(n - other) = ANY (%(steps)s)
UNION
SELECT least(p.id, c.id), greatest(p.id, c.id) FROM phone p
JOIN children_relative r ON r.phone_token = p.token AND r.kind <> 'contact'
JOIN children_child c ON c.id = r.child_id AND c.birth_date = p.birth AND c.id <> p.id AND {live}
"""
LIVE = "c.exit_reason NOT IN ('merged', 'undone') AND (c.exited_on IS NULL OR c.exited_on > %(recent)s)"
FEW = 100
# Differences of two dates that differ in one digit.
STEPS = [digit * 10**place for place in range(8) for digit in range(1, 10)]
BLOCK = 20_000


@action("children.find_doubles", Permission.CHILD_WRITE)
def find(grant: Grant, children: Sequence[uuid.UUID] | None = None) -> int:
    """Bring the proposals about some files (None: all in scope) up to the facts; gives how many wait for a decision.

    What is decided stays decided, unless new evidence speaks for a double.
    """
    rules = policy()
    pairs = candidates(children, rules)
    found = {pair: told for pair, told in _with_evidence(grant, pairs) if _counts(told, rules)}
    _write(grant, found, children, rules)
    return sum(told != ["twins"] for told in found.values())


def compared(changes: Mapping[str, Mapping[str, object]]) -> bool:
    """Whether a change {group: {field: value}} touches what files are compared by; of an address none comes nor goes."""
    return any(changes.get(key, {}).keys() & fields for key, fields in COMPARED.items())


def candidates(children: Sequence[uuid.UUID] | None, rules: Policy) -> list[Pair]:
    """Pairs worth a look among the files in the present scope: alike, or under one number."""
    return list({*_alike(children, rules), *identity.shared(children)})


def _alike(children: Sequence[uuid.UUID] | None, rules: Policy) -> list[Pair]:
    values = {"recent": clock.today() - timedelta(rules.recent_days), "steps": STEPS, "ids": list(children or [])}
    if children is not None and len(children) <= FEW:
        return query.bound(query.composed(PAIRS_OF_FEW, live=LIVE), values)  # type: ignore[return-value]  # two columns
    if children is not None:
        return query.rows(query.composed(PAIRS, order="b.id <> a.id", only="a.id = ANY (%(ids)s::uuid[])"), values)  # type: ignore[return-value]  # two columns
    with planning.without_loops():
        return query.rows(query.composed(PAIRS, order="a.id < b.id", only="TRUE"), values)  # type: ignore[return-value]  # two columns


def _with_evidence(grant: Grant, pairs: list[Pair]) -> Iterable[tuple[Pair, list[str]]]:
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        known = facts(grant, {child for pair in block for child in pair})
        for a, b in block:
            if a in known and b in known:
                yield (a, b), evidence(known[a], known[b])


def facts(grant: Grant, children: Iterable[uuid.UUID]) -> dict[uuid.UUID, Facts]:
    """What of each file is compared."""
    ids = list(children)
    phones: dict[uuid.UUID, set[bytes]] = defaultdict(set)
    people: dict[uuid.UUID, set[str]] = defaultdict(set)
    rows = Relative.objects.within(grant).filter(child_id__in=ids, kind__in=FAMILY)
    for child, name, phone in rows.values_list("child_id", "name", "phone_token"):
        people[child].update([bare(name)] if name else [])
        phones[child].update([bytes(phone)] if phone else [])
    return {
        c.pk: Facts(c.name, c.birth_date, c.sex, c.place, unsealed(c, "id_number"), frozenset(phones[c.pk]),
                    frozenset(people[c.pk]))
        for c in Child.objects.within(grant).filter(pk__in=ids)
    }  # fmt: skip


def _counts(told: list[str], rules: Policy) -> bool:
    return told == ["twins"] or (bool(told) and rules.score(told) >= rules.threshold)


def _write(grant: Grant, found: dict[Pair, list[str]], children: Sequence[uuid.UUID] | None, rules: Policy) -> None:
    known = {(d.first, d.second): d for d in _known(grant, children)}
    places = dict(
        Child.objects.within(grant).filter(pk__in={c for p in {*found, *known} for c in p}).values_list("pk", "place")
    )
    fresh: list[Double] = []
    for pair, told in found.items():
        place = common(places[pair[0]], places[pair[1]])
        if place is None or not grant.covers(place):
            continue
        row = known.pop(pair, None)
        if row is None:
            fresh.append(_new(pair, place, told, rules))
        elif changed := _changes(row, place, told, rules):
            _save(row, changed)
    bulk.insert(Double, [{f.attname: getattr(row, f.attname) for f in Double._meta.concrete_fields} for row in fresh])
    stale = [d for d in known.values() if d.status in (Status.OPEN, Status.TWINS) and not d.proposed_by]
    plain(Double).filter(pk__in=[d.pk for d in stale]).delete()


def _known(grant: Grant, children: Sequence[uuid.UUID] | None) -> Iterable[Double]:
    rows = Double.objects.within(grant)
    return rows if children is None else rows.filter(Q(first__in=children) | Q(second__in=children))


def _new(pair: Pair, place: int, told: list[str], rules: Policy) -> Double:
    status = Status.TWINS if told == ["twins"] else Status.OPEN
    return Double(id=new_id(), place=place, first=pair[0], second=pair[1], evidence=told, score=rules.score(told),
                  status=status, found_at=clock.now())  # fmt: skip


def _changes(row: Double, place: int, told: list[str], rules: Policy) -> dict[str, object]:
    """What of a kept pair is different now; a decision falls only to evidence that was not known to whoever took it."""
    wanted: dict[str, object] = {"place": place}
    news = {key for key in set(told) - set(row.evidence) if rules.points[key] > 0}
    if row.status in (Status.OPEN, Status.TWINS) or news:
        wanted |= {"evidence": told, "score": rules.score(told)}
        if row.status != Status.MERGED and not (row.status == Status.OPEN and row.proposed_by):
            wanted["status"] = Status.TWINS if told == ["twins"] else Status.OPEN
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _save(row: Double, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def common(a: int, b: int) -> int | None:
    """The lowest unit that covers two places; None where only the nation does."""
    levels = reversed([Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE])
    return next((at_level(a, level) for level in levels if at_level(a, level) == at_level(b, level)), None)
