"""Makes a database ready: the application's role, tables, reference data. Run before every start; quick when done."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from hutong.ground import secrets

PREPARING = 0x48555447  # an arbitrary advisory lock: two starts on one database wait for each other
GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}",
)
# Reference data and Django's own records change by `hutong` commands only, which connect as the owner.
READ_ONLY = (
    "django_migrations",
    "django_content_type",
    "places_place",
    "places_statisticalcode",
    "places_change",
    "places_former",
    "duties_policy",
    "duties_calendarday",
    "processes_step",
    "sync_epoch",
)


class OtherVersion(Exception):
    """The database was made by a version of the program that this one does not continue."""


def prepare(say: Callable[[str], None] = lambda line: None) -> bool:
    """Bring the database up to this version of the program; returns whether there was anything to do.

    say: receives one Chinese line a step. Idempotent; the settings' province is loaded, others by `hutong places load`.
    Raises OtherVersion where another version's migrations made it, and then changes nothing.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            if fresh := _stamp_kept(cursor) != stamp():
                _refuse_other_version(cursor)
                _prepare(cursor, say)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
    return fresh


def _prepare(cursor, say: Callable[[str], None]) -> None:
    from hutong.duties import installed, policy
    from hutong.places import loader
    from hutong.processes import loading

    _make_role(cursor)
    say("正在建立数据表……")
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    for table in READ_ONLY:
        _run(
            cursor,
            "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {role}",
            table=sql.Identifier(table),
        )
    installed.install()
    say("正在载入区划……")
    loader.load([settings.PROVINCE])
    policy.load()
    loading.load()
    _run(cursor, "COMMENT ON SCHEMA public IS {stamp}", stamp=sql.Literal(stamp()))


def _refuse_other_version(cursor) -> None:
    """Migrations were squashed before the first release (ADR 28), and an older program may meet a newer database."""
    if not _exists(
        cursor, "SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = %s", "django_migrations"
    ):
        return
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("hutong.")}
    cursor.execute("SELECT app, name FROM django_migrations WHERE app = ANY (%s)", [list(ours)])
    if set(cursor.fetchall()) - set(MigrationLoader(None).disk_migrations):
        raise OtherVersion(
            "这个数据库是另一个版本的护童建立的，本版本打不开，也没有改动它。"
            "请用建立它的版本打开，或者用 --data 另选一个空的数据文件夹。"
        )


def _make_role(cursor) -> None:
    if not _exists(cursor, "SELECT 1 FROM pg_roles WHERE rolname = %s", settings.APP_ROLE):
        _run(cursor, "CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
    if not settings.APP_URL:
        password = secrets.app_password(settings.SECRET_KEY)
        _run(cursor, "ALTER ROLE {role} PASSWORD {password}", password=sql.Literal(password))
    for statement in GRANTS:
        _run(cursor, statement)


def _run(cursor, statement: LiteralString, **parts: sql.Composable) -> None:
    names = {"role": sql.Identifier(settings.APP_ROLE), "database": sql.Identifier(_name()), **parts}
    cursor.execute(sql.SQL(statement).format(**names))


def _name() -> str:
    return str(connections["owner"].settings_dict["NAME"])


def _exists(cursor, query: str, value: str) -> bool:
    cursor.execute(query, [value])
    return cursor.fetchone() is not None


def _stamp_kept(cursor) -> str | None:
    cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
    return cursor.fetchone()[0]


def stamp() -> str:
    """A hash over all that prepare() puts into a database; a change of it makes the next start prepare again."""
    from hutong.duties import installed

    digest = hashlib.sha256(f"{settings.PROVINCE} {settings.INSTALLED_APPS} {installed.digest()}".encode())
    for path in _sources():
        digest.update(path.name.encode() + path.read_bytes())
    return f"hutong {digest.hexdigest()}"


def _sources() -> list[Path]:
    code = settings.BASE / "hutong"
    patterns = (
        "*/migrations/*.py",
        "*/sql/**/*.sql",
        "places/*.py",
        "places/data/*",
        "config/setup.py",
    )
    files = [path for pattern in patterns for path in code.glob(pattern) if path.is_file()]
    files += list((settings.BASE / "policy").rglob("*.csv"))
    return sorted([*files, settings.BASE / "requirements.lock"])
