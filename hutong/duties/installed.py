"""The live rules as functions of the database, and the role that runs them (ADR 30).

The program's role cannot become that role, and gives it no SQL: it can only have worked out what follows from facts.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from django.db import connections, transaction
from psycopg import sql

from hutong.duties.registry import ABOUT, NIGHT, TODAY, Rule, rules
from hutong.ground.query import composed, joined, text

ROLE = sql.Identifier("hutong_engine")
SQL = Path(__file__).parent / "sql"
# What the engine works with beside the tables that rules read.
ALWAYS = {"duties_policy": "SELECT",
    "duties_calendarday": "SELECT", "duties_duty": "SELECT, INSERT, UPDATE, DELETE", "duties_step": "SELECT, INSERT, UPDATE, DELETE",
          "duties_touched": "SELECT, INSERT, DELETE", "journal_pending": "SELECT", "accounts_post": "SELECT"}  # fmt: skip
# What the program may have done: `follow` at the end of an operation, the others as the system.
OFFERED = ("duties_follow()", "duties_run()", "duties_sweep(text, text[], bigint, bigint)", "duties_climb()",
           "duties_gone()")  # fmt: skip
OPTIONAL = {"organisation": "uuid", "person": "uuid", "owed_at": "timestamptz", "addressees": "uuid[]"}
# Few: a plan that each connection makes once; many and all: one for the values at hand, without loops over what has no statistics yet.
FORMS = {"few": ("force_generic_plan", "on"), "many": ("force_custom_plan", "off"), "all": ("force_custom_plan", "off")}


def digest() -> str:
    """Of all that `install` puts into a database."""
    return hashlib.sha256("".join(part.as_string() for part in _functions()).encode()).hexdigest()


def install(using: str = "owner") -> None:
    """Make the functions anew out of the rules that are live now, in one transaction; quick, and beside running servers."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _install(cursor)


def _install(cursor) -> None:
    for statement in chain(_role(cursor), _emptied(cursor), _granted(cursor), _functions(), _owned(cursor)):
        cursor.execute(statement)


def _role(cursor) -> Iterator[sql.Composable]:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'hutong_engine'")
    if cursor.fetchone() is None:
        yield sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(ROLE)
    # Whoever makes the functions hands them over.
    yield sql.SQL("GRANT {} TO CURRENT_USER").format(ROLE)
    yield sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(ROLE)


def _emptied(cursor) -> Iterator[sql.Composable]:
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = 'hutong_engine'"
    )
    yield from (sql.SQL("DROP FUNCTION {}").format(text(name)) for (name,) in cursor.fetchall())


def _granted(cursor) -> Iterator[sql.Composable]:
    # A view lends it nothing: it reads what lies under it with rights of its own.
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
    views = {name: "SELECT" for (name,) in cursor.fetchall()}
    rights = {table: "SELECT" for rule in rules() for table in rule.reads} | views | ALWAYS
    cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'engine'")
    fenced = {name for (name,) in cursor.fetchall()}
    cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
    secured = {name for (name,) in cursor.fetchall()}
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(ROLE)
    for table in sorted(fenced - set(rights)):
        yield sql.SQL("DROP POLICY engine ON {}").format(sql.Identifier(table))
    for table, right in sorted(rights.items()):
        yield sql.SQL("GRANT {} ON {} TO {}").format(text(right), sql.Identifier(table), ROLE)
        if table in secured - fenced:
            yield sql.SQL("CREATE POLICY engine ON {} TO {} USING (true) WITH CHECK (true)").format(
                sql.Identifier(table), ROLE
            )
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(ROLE)


def _functions() -> Iterator[sql.Composed]:
    work = (SQL / "work.sql").read_text()
    for about in ABOUT:
        for form in FORMS:
            yield composed(work, **_work(about, form))
    reads = [
        (rule.key, rule.about, table, way) for rule in rules() for table, way in rule.reads.items() if way != NIGHT
    ]
    follow = {
        "reads": _values(reads),
        "kinds": sql.Literal(list(ABOUT)),
        "live": sql.Literal([rule.key for rule in rules()]),
    }
    yield composed((SQL / "follow.sql").read_text(), **follow)


def _work(about: str, form: str) -> dict[str, sql.Composable]:
    subject, place, column = ABOUT[about]
    kind = "bigint" if about == "place" else "uuid"
    mine = [rule for rule in rules() if rule.about == about]
    plans, loops = FORMS[form]
    some, put = form != "all", {"kind": kind}
    narrowed = "{subject} = ANY (_changed::{kind}[])" if some else "{place} >= _low AND {place} < _high"
    only = composed(narrowed, subject=subject, place=place, **put)
    return {
        "name": sql.Identifier(f"duties_{about}_{form}"),
        "narrowed": composed("_changed {kind}[]" if some else "_low bigint, _high bigint", **put),
        "plans": text(plans),
        "loops": text(loops),
        "known": known(mine),
        "facts": _union([facts(rule, only) for rule in mine] or [NO_FACTS]),
        "met": _union([_met(rule, only) for rule in mine if rule.met] or [NONE_MET]),
        "only_duty": composed(narrowed, subject=f"x.{column}", place="x.place", **put),
    }


def known(rules: Sequence[Rule]) -> sql.Composable:
    """VALUES of what the registry says of some rules."""
    told = [(one.key, one.clause, one.owner.value if one.owner else "", int(one.level), one.closed) for one in rules]
    return _values(told or [("", "", "", 5, False)])


def facts(rule: Rule, only: sql.Composable) -> sql.Composable:
    """What a rule makes owed, in the shape that all rules have together; only: the condition on its subjects."""
    columns = [text("f.{0}" if name in rule.gives else "NULL::{1} AS {0}").format(sql.Identifier(name), text(kind))
               for name, kind in OPTIONAL.items() if name != "addressees"]  # fmt: skip
    # Whoever owes it is addressed too.
    owing = [f"f.{name}" for name in ("organisation", "person") if name in rule.gives]
    to = "f.addressees" if "addressees" in rule.gives else "NULL::uuid[]"
    to = composed("array_remove({to} || ARRAY[{owing}], NULL)", to=to, owing=joined(owing)) if owing else to
    place = "f.place / 1000000 * 1000000" if rule.closed else "f.place"
    return composed(
        "SELECT {key}::text AS rule, f.subject, f.child, {place} AS place, f.basis, f.owed_since, f.categories,"
        " f.situation::text AS situation, f.no_later_than, {columns}, {to} AS addressees FROM ({facts}) f WHERE {key} = ANY (_keys)",
        key=sql.Literal(rule.key), place=place, columns=joined(columns), to=to,
        facts=worded(rule, rule.sql, only),
    )  # fmt: skip


def _met(rule: Rule, only: sql.Composable) -> sql.Composable:
    return composed(
        'SELECT {key}::text AS rule, m.subject, m.record, m."on" FROM ({met}) m WHERE {key} = ANY (_keys)',
        key=sql.Literal(rule.key),
        met=worded(rule, rule.met, only),
    )


NO_FACTS = text(
    "SELECT NULL::text AS rule, NULL::uuid AS subject, NULL::uuid AS child, NULL::bigint AS place, NULL::uuid AS basis,"
    " NULL::date AS owed_since, NULL::text[] AS categories, NULL::text AS situation, NULL::date AS no_later_than,"
    " NULL::uuid AS organisation, NULL::uuid AS person, NULL::timestamptz AS owed_at, NULL::uuid[] AS addressees WHERE false"
)
NONE_MET = text(
    'SELECT NULL::text AS rule, NULL::uuid AS subject, NULL::uuid AS record, NULL::date AS "on" WHERE false'
)


def worded(rule: Rule, words: str, only: sql.Composable) -> sql.Composable:
    """A text of a rule with its holes filled, for the body of a function."""
    return composed(words, only=only, today=TODAY, rule=sql.Literal(rule.key), **rule.parts)


def _union(parts: Sequence[sql.Composable]) -> sql.Composable:
    return joined(parts, "\nUNION ALL ")


def _values(rows: Sequence[tuple[object, ...]]) -> sql.Composable:
    return joined(composed("({row})", row=joined(map(sql.Literal, row))) for row in rows)


def _owned(cursor) -> Iterator[sql.Composable]:
    """Hands the functions over, and offers the program those that it may call."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"
        " AND starts_with(p.proname, 'duties_')"
    )
    for (name,) in cursor.fetchall():
        function = text(name)
        yield text("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(function)
        yield text("ALTER FUNCTION {} OWNER TO {}").format(function, ROLE)
    for name in OFFERED:
        yield text("GRANT EXECUTE ON FUNCTION {} TO hutong_app").format(text(name))
    yield text("REVOKE CREATE ON SCHEMA public FROM {}").format(ROLE)
