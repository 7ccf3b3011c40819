"""What every table of records gets in the migration that makes it: row-level security and the journal's triggers."""

from pathlib import Path

from django.db import migrations

from hutong.ground.query import composed, text

SQL = Path(__file__).parent / "sql"

# Without coalesce PostgreSQL guesses that half a per cent of the rows pass, and joins and sorts what it should walk.
INSIDE = "coalesce((SELECT hutong_places()) @> place, false)"
ADDRESSED = "coalesce({addressed} && (SELECT hutong_addressed()), false)"
OPENED = "{child} = ANY ((SELECT hutong_opened())::uuid[])"

FENCE = (
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    "CREATE POLICY scope ON {table} TO hutong_app USING ({seen}) WITH CHECK ({written})",
)
OPENED_ONLY = "CREATE POLICY {policy} ON {table} AS RESTRICTIVE FOR {command} TO hutong_app USING ({inside})"
TRIGGER = """CREATE TRIGGER {trigger} AFTER {event} ON {table} REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION journal_record('{record}', '{child}', '{sealed}')"""
CLOSED = """ALTER TABLE {table} ADD CONSTRAINT {table}_closed
CHECK (addressees IS NULL OR place % 1000000 = 0 AND {nobody})"""
POLICIES = ("scope", "opened_update", "opened_delete", "readers", "owner")


def files(*names: str) -> migrations.RunSQL:
    """The functions, triggers and tables that stand in journal/sql, each once and in its present form. names: without `.sql`."""
    text = "\n".join((SQL / f"{name}.sql").read_text() for name in names)
    return migrations.RunSQL(text, migrations.RunSQL.noop)


def unlogged(*tables: str) -> migrations.RunSQL:
    """Neither the database's log nor a backup (pg_basebackup) holds these tables' rows; a crash empties them (ADR 27)."""
    return migrations.RunSQL(
        [_told("ALTER TABLE {table} SET UNLOGGED", table) for table in tables], migrations.RunSQL.noop
    )


def protect(
    table: str,
    *,
    record: str | None = "id",
    child: str = "",
    sealed: bool = False,
    also: str = "",
    read: str = "",
    internal: bool = False,
    county: bool = False,
    addressed: str = "",
    closed: str = "",
    again: bool = False,
) -> migrations.RunSQL:
    """SQL that fences a table by its `place` column.

    record: column that names the aggregate (a child's rows all name the child); None for derived tables, which are not
    journaled (design.md, wall 3). child: column by which a row belongs to a child opened in this request.
    sealed: only posts named for sealed facts see it, and its entries go to the county's stream.
    also: a further SQL condition under which a row is seen. read: one under which it is read and not changed.
    internal: the owner's functions read it too. county: its entries go to the county's sealed stream, though posts below may
    read the table (urgent reports: the township answers them, and no village sees a number that one exists).
    addressed: SQL of a uuid[] naming posts, persons and organisations: they see and answer the row wherever they stand, and need no
    right to sealed facts for it. closed: a condition under which nobody else sees it. again: for a table that has a fence and gets another.
    """
    mine = composed(ADDRESSED, addressed=addressed).as_string() if addressed else ""
    unsealed = _or(INSIDE, composed(OPENED, child=child).as_string() if child else "", also)
    seen = _or(_and(unsealed, "(SELECT hutong_sealed())" if sealed else "", closed and f"NOT ({closed})"), mine)
    written = _and(
        "(SELECT hutong_places()) @> place", "(SELECT hutong_sealed())" if sealed else "", closed and f"NOT ({closed})"
    )
    steps = (
        [_told("DROP POLICY IF EXISTS {policy} ON {table}", table, policy=name) for name in POLICIES] if again else []
    )
    steps += [_told(step, table, seen=seen, written=_or(written, mine)) for step in FENCE]
    if child:
        steps += _opened_is_read_only(table, _or(also, mine))
    if read:
        steps.append(
            _told("CREATE POLICY readers ON {table} FOR SELECT TO hutong_app USING ({read})", table, read=read)
        )
    if internal:
        steps.append(_told("CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)", table))
    if record and not again:
        steps += list(_triggers(table, record, child, "sealed" if sealed or county else ""))
    return migrations.RunSQL(";\n".join(steps), migrations.RunSQL.noop)


def _told(words: str, table: str, **parts: str) -> str:
    """A statement about a table; parts: SQL as it is."""
    return composed(words, table=table, **{name: text(part) for name, part in parts.items()}).as_string()


def of_record(table: str, *, child: str = "") -> list[migrations.RunSQL]:
    """The fence of what is added to records and seen as they are (documents/models/addressed.py).

    A row with `addressees` is closed: they alone see it, its place is the county, it names no child, and its entries stand in
    the county's sealed stream."""
    nobody = "{child} IS NULL" if child else "true"
    check = composed(CLOSED, table=table, child=text(child), nobody=nobody).as_string()
    fence = protect(table, record=None, child=child, addressed="addressees", closed="addressees IS NOT NULL")
    triggers = ";\n".join((check, *_triggers(table, "id", child, "closed")))
    return [fence, migrations.RunSQL(triggers, migrations.RunSQL.noop)]


def _or(*conditions: str) -> str:
    return " OR ".join(filter(None, conditions))


def _and(first: str, *others: str) -> str:
    return " AND ".join([f"({first})", *filter(None, others)]) if any(others) else first


def _opened_is_read_only(table: str, also: str = "") -> list[str]:
    """SQL by which rows of a child opened in this request are read wherever they lie and written only inside the places.

    A row-level lock counts as writing. also: as in `protect`.
    """
    inside = f"{INSIDE} OR {also}" if also else INSIDE
    return [
        _told(OPENED_ONLY, table, policy=f"opened_{command.lower()}", command=command, inside=inside)
        for command in ("UPDATE", "DELETE")
    ]


def journaled(table: str, *, record: str = "id") -> migrations.RunSQL:
    """Only the journal's triggers, for a table that sign-in reads before any scope exists."""
    return migrations.RunSQL(";\n".join(_triggers(table, record, "", "")), migrations.RunSQL.noop)


def _triggers(table: str, record: str, child: str, sealed: str):
    for event, rows in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
    ):
        told = {"event": event, "rows": rows, "record": record, "child": child, "sealed": sealed}
        yield _told(TRIGGER, table, trigger=f"journal_{event.lower()}", **told)
