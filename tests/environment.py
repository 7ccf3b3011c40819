"""The database of the tests: one server for all pytest processes, one database a process, copied from a template.

Loaded with `-p` before Django reads its settings. The server starts with the first test that asks for a database, so
pure tests run without one; the process that started pytest stops it by its own pid.
"""

import atexit
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = "HUTONG_TEST_ROOT"
SERVER = "HUTONG_TEST_SERVER"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
first = ROOT not in os.environ

if first:
    os.environ[ROOT] = tempfile.mkdtemp(prefix="hutong-test-")
    os.environ[SERVER] = os.environ.pop("DATABASE_URL", "")
    os.environ["HUTONG_DATA"] = os.environ[ROOT]
    os.environ["HUTONG_POSTGRES"] = json.dumps(FAST)
    os.environ["HUTONG_MFA"] = "off"
    os.environ["HUTONG_HOSTS"] = "127.0.0.1,localhost,testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "hutong.config.settings"
# Two runs may share a server that DATABASE_URL names.
TEMPLATE = f"hutong_{Path(os.environ[ROOT]).name[-8:]}"
# Settings want an address before there is a server; connections are pointed at the real one below.
os.environ["DATABASE_URL"] = "postgresql://postgres@/none?host=/nonexistent"


@atexit.register
def _clean() -> None:
    if not first:
        return
    from hutong.config import database

    if os.environ[SERVER]:
        _drop_databases()
    root = Path(os.environ[ROOT])
    database.stop(root)
    shutil.rmtree(root, ignore_errors=True)


def _drop_databases() -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(os.environ[SERVER], autocommit=True) as connection:
        ours = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in connection.execute(ours, [TEMPLATE]).fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(os.environ[ROOT]) / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def server_url() -> str:
    """The owner's address of the test server, which is started when none runs."""
    from hutong.config import database

    if os.environ[SERVER]:
        return os.environ[SERVER]
    placeholder = os.environ.pop("DATABASE_URL")
    try:
        return database.ensure(Path(os.environ[ROOT]))
    finally:
        os.environ["DATABASE_URL"] = placeholder


def connect_to(name: str) -> None:
    """Point both of Django's connections at one database of the test server."""
    import psycopg.conninfo
    from django.db import connections

    parts = psycopg.conninfo.conninfo_to_dict(server_url())
    for alias in ("default", "owner"):
        connections[alias].close()
        settings = connections[alias].settings_dict
        settings |= {"NAME": name, "HOST": parts.get("host", ""), "PORT": parts.get("port", "")}
        # A pool would hand one test's connection to another database.
        settings["OPTIONS"].pop("pool", None)
    connections["owner"].settings_dict |= {
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
    }


def new_database(name: str) -> str:
    """Make a database like a freshly started Hutong's, with Jilin's places; returns the owner's address of it."""
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import make_conninfo

    server = make_conninfo(server_url(), dbname="postgres")
    with _alone(), psycopg.connect(server, autocommit=True) as connection:
        done = Path(os.environ[ROOT]) / "template.done"
        if not done.exists():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
            _fill_template()
            done.touch()
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
        connection.execute(copy)
    return make_conninfo(server_url(), dbname=name)


def _fill_template() -> None:
    from django.db import connections

    from hutong.config import setup

    connect_to(TEMPLATE)
    setup.prepare()
    connections.close_all()


def database_name(kind: str) -> str:
    """The name of this pytest process's own database of a kind."""
    return f"{TEMPLATE}_{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def as_application(address: str) -> str:
    """The application role's address of a database, as settings.py derives it."""
    from django.conf import settings
    from psycopg.conninfo import make_conninfo

    own = settings.DATABASES["default"]
    return make_conninfo(address, user=own["USER"], password=own["PASSWORD"])


@contextmanager
def populated(kind: str, blocker: Any) -> Iterator[str]:
    """Inside, Django works on a further database, and what it writes there stays; gives its address."""
    name = database_name(kind)
    with blocker.unblock():
        address = new_database(name)
        connect_to(name)
        try:
            yield address
        finally:
            connect_to(database_name("test"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """Replaces pytest-django's: migrating as the owner, testing as the application's role."""
    with django_db_blocker.unblock():
        name = database_name("test")
        new_database(name)
        connect_to(name)
