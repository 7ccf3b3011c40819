"""A2-3: what does not fit in a ledger, is missing in it or was long not looked at; the supervisor clears only these."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import sql

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children.actions.touch import touch
from hutong.children.age import age
from hutong.children.models import Child
from hutong.ground import clock, query
from hutong.ground.query import Part, composed, joined
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.places import refs as named
from hutong.places.codes import Level, at_level
from hutong.returns.models import Explained

PAGE = 50
# An explanation may stand for half a year, the interval at which a file is looked at again.
LONGEST = 183


@dataclass(frozen=True)
class Rule:
    """One kind of exception. sql: a condition over the columns of FACTS; sentence: what is wrong, in words for the list."""

    key: str
    title: str
    sentence: str
    fix: str
    sql: str


RULES = (
    Rule("adult", "已满十八周岁", "已满十八周岁，还没有办理退出。", "办理退出", "y.age >= 18"),
    Rule("left_behind_16", "满十六周岁仍列留守", "已满十六周岁，仍列为农村留守儿童。", "终止类别",
         "y.age >= 16 AND 'left_behind' = ANY (k.keys)"),
    Rule("no_category", "没有类别", "在册，但没有认定任何类别。", "认定类别或退出", "k.keys IS NULL"),
    Rule("parent_home", "父母在家仍列留守", "列为农村留守儿童，但父母有一方在家并且有监护能力。", "核实父母去向",
         "'left_behind' = ANY (k.keys) AND r.parent_home"),
    Rule("no_carer", "没有照护人", "列为农村留守儿童，但没有登记实际照护人。", "补登照护人",
         "'left_behind' = ANY (k.keys) AND r.carer IS NOT TRUE"),
    Rule("out_of_school", "失学与在学矛盾", "类别有失学辍学，就学情况却是在学。", "核实就学情况",
         "'out_of_school' = ANY (k.keys) AND s.stage IN ('kindergarten', 'primary', 'junior', 'senior', 'vocational',"
         " 'special')"),
    Rule("dropped_out", "失学没有认定", "就学情况是失学辍学，但没有认定失学辍学类别。", "认定类别",
         "s.stage = 'dropped_out' AND y.age BETWEEN 6 AND 15 AND NOT coalesce('out_of_school' = ANY (k.keys), false)"),
    Rule("stage_age", "学段与年龄不符", "就学阶段与年龄明显不符。", "核实就学情况",
         "(s.stage IN ('none', 'kindergarten') AND y.age >= 8) OR (s.stage = 'primary' AND (y.age < 5 OR y.age >= 16))"
         " OR (s.stage IN ('junior', 'senior', 'vocational') AND y.age < 10)"),
    Rule("no_number", "缺身份证号", "身份证号没有采集。", "补登证件", "c.id_number IS NULL AND c.id_kind IN ('resident', 'not_seen')"),
    Rule("no_schooling", "就学未采集", "就学情况没有采集。", "补登就学情况", "s.id IS NULL"),
    Rule("no_health", "健康未采集", "健康状况没有采集。", "补登健康状况", "c.health = ''"),
    Rule("no_care_reason", "留守原因未采集", "列为农村留守儿童，但委托照护原因没有采集。", "补登原因",
         "'left_behind' = ANY (k.keys) AND c.care_reason = ''"),
    Rule("unconfirmed", "半年没有核实", "超过半年没有核实过档案。", "核实档案", "c.confirmed_on < {today}::date - 183"),
)  # fmt: skip
BY_KEY = {rule.key: rule for rule in RULES}

# Everybody who is on the register with every rule that holds: child, place, rule, explained until. `{only}` narrows the
# children, `{today}` is the day.
HOLDING = """
SELECT c.id AS child, c.place, x.rule, e.until, e.reason
FROM children_child c
CROSS JOIN LATERAL (SELECT extract(year FROM age({today}::date, c.birth_date))::int AS age) y
LEFT JOIN LATERAL (
    SELECT array_agg(k.key::text) AS keys FROM children_category_today k WHERE k.child_id = c.id) k ON true
LEFT JOIN LATERAL (
    SELECT s.id, s.stage FROM children_schooling_today s WHERE s.child_id = c.id LIMIT 1) s ON true
LEFT JOIN LATERAL (
    SELECT bool_or(r.kind = 'carer' AND r.name <> '') AS carer,
           bool_or(r.kind IN ('father', 'mother') AND r.whereabouts = 'home' AND r.able = 'yes') AS parent_home
    FROM children_relative_today r WHERE r.child_id = c.id) r ON true
CROSS JOIN LATERAL (VALUES {rules}) x(rule, holds)
LEFT JOIN LATERAL (
    SELECT e.until, e.reason FROM returns_explained e
    WHERE e.child_id = c.id AND e.rule = x.rule AND e.until >= {today}::date ORDER BY e.until DESC LIMIT 1) e ON true
WHERE c.exited_on IS NULL AND x.holds AND {only}
"""
COUNTS = "SELECT rule, until IS NOT NULL, count(*) FROM ({found}) q GROUP BY 1, 2"
UNEXPLAINED = "SELECT child, place, rule FROM ({found}) q WHERE until IS NULL ORDER BY place, child, rule"
# One row more than a page, beyond the last one's place, child and rule.
PAGE_OF = """
SELECT * FROM ({found}) q WHERE (until IS NOT NULL) = %(told)s AND (%(rule)s = '' OR rule = %(rule)s)
    AND (place, child, rule) > (%(place)s, %(child)s, %(key)s) ORDER BY place, child, rule LIMIT %(limit)s
"""


def statement(only: Part, today: Part = "%(today)s") -> sql.Composed:
    """HOLDING of some children. only: a condition over children `c`; today: `%(today)s` or an expression."""
    rules = joined(
        composed("({key}, {holds})", today=today, key=sql.Literal(rule.key), holds=rule.sql) for rule in RULES
    )
    return composed(HOLDING, today=today, only=only, rules=rules)


@action("children.explain", Permission.CHILD_WRITE)
def explain(grant: Grant, child: Child, rule: str, reason: str, until: date) -> Explained:
    """Say why an exception may stand, until a day. Raises Refused."""
    refuse_wrong(rule, reason, until)
    said = Explained(id=new_id(), child=child, place=child.place, rule=rule, reason=reason.strip(), until=until,
                     by=grant.name, at=clock.now())  # fmt: skip
    said.save(force_insert=True)
    touch(child)
    return said


def refuse_wrong(rule: str, reason: str, until: date) -> None:
    """Raise Refused for an explanation that cannot stand."""
    refuse_sealed(reason=reason)
    if rule not in BY_KEY:
        raise Refused([("reason", "没有这一种台账异常。")])
    if not reason.strip():
        raise Refused([("reason", "请写明情况。")])
    if not 0 < (until - clock.today()).days <= LONGEST:
        raise Refused([("reason", "有效期应在明天到半年之内，到期再核实。")])


def listing(grant: Grant, rule: str, explained: bool, after: str) -> dict[str, Any]:
    """Exceptions (schemas.py) of a scope: counts by rule, and one page of children."""
    counts = _counts(grant)
    beyond = _page(grant, rule, explained, after)
    rows = beyond[:PAGE]
    children = Child.objects.within(grant).in_bulk([row[0] for row in rows])
    places = {row[1] for row in rows}
    refs = named.refs(places | {at_level(place, Level.TOWNSHIP) for place in places})
    return {
        "rules": [{"key": one.key, "title": one.title, "count": counts.get((one.key, False), 0)} for one in RULES],
        "items": [_item(children[row[0]], row, refs) for row in rows if row[0] in children],
        "total": sum(n for (key, told), n in counts.items() if told == explained and rule in ("", key)),
        "next": positions.encode(rows[-1][1], rows[-1][0], rows[-1][2]) if len(beyond) > PAGE else None,
        "explained": sum(n for (_, told), n in counts.items() if told),
        "as_of": clock.now(),
    }


def open_count(grant: Grant) -> int:
    """How many are neither mended nor explained in a scope."""
    return sum(n for (_, told), n in _counts(grant).items() if not told)


def unexplained(grant: Grant) -> list[tuple[Any, ...]]:
    """(child, place, rule) of all that is neither mended nor explained in a scope."""
    return query.rows(_within(grant, UNEXPLAINED), {"today": clock.today()})


def _counts(grant: Grant) -> dict[tuple[str, bool], int]:
    counted = query.rows(_within(grant, COUNTS), {"today": clock.today()})
    return {(rule, told): count for rule, told, count in counted}


def _page(grant: Grant, rule: str, explained: bool, after: str) -> list[tuple[Any, ...]]:
    place, child, key = _position(after)
    values = {"today": clock.today(), "rule": rule, "told": explained, "place": place, "child": child, "key": key}
    return query.rows(_within(grant, PAGE_OF), values | {"limit": PAGE + 1})


def _position(after: str) -> tuple[int, uuid.UUID, str]:
    if not after:
        return 0, uuid.UUID(int=0), ""
    place, child, key = positions.decode(after, 3)
    try:
        return int(place) % 10**12, uuid.UUID(child), BY_KEY[key].key
    except (KeyError, ValueError):
        raise positions.refused() from None


def _within(grant: Grant, asked: str) -> sql.Composed:
    return composed(asked, found=statement(grant.inside("c.place", "c.id")))


def _item(child: Child, row: tuple[Any, ...], refs: Any) -> dict[str, Any]:
    _, place, key, until, reason = row
    rule = BY_KEY[key]
    return {
        "child": child.pk,
        "name": child.name,
        "age": age(child.birth_date, clock.today()),
        "place": refs[place],
        "township": refs[at_level(place, Level.TOWNSHIP)].name,
        "rule": key,
        "title": rule.title,
        "sentence": rule.sentence,
        "fix": rule.fix,
        "to": f"/children/{child.pk}",
        "explained": reason or "",
        "until": until,
    }
