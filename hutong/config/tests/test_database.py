"""What the embedded server writes down, and what the application may run in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from hutong.accounts import context, grants
from hutong.accounts.models import Person
from hutong.ground import query
from hutong.journal.actions import operation
from tests.environment import ROOT, SERVER, server_url

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(bool(os.environ[SERVER]), reason="the server is not ours")
def test_what_the_server_writes_down_has_nobodys_data(cast) -> None:
    log = Path(os.environ[ROOT]) / "postgres.log"
    before = log.stat().st_size
    with pytest.raises(IntegrityError), context.within(grants.system()), operation("test.twice"):
        Person(place=1, staff_number=cast.wanbao.staff_number, name="张小明").save(force_insert=True)
    # Here the very message quotes what was typed.
    with pytest.raises(DataError, match="张小明"), transaction.atomic():
        query.rows("SELECT %s::text::uuid", ["张小明"])
    told = log.read_bytes()[before:].decode()
    assert "张小明" not in told
    assert cast.wanbao.staff_number not in told
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(bool(os.environ[SERVER]), reason="the server is not ours")
def test_a_copied_data_folder_gets_a_server_of_its_own_while_the_other_one_runs(tmp_path: Path) -> None:
    shutil.copy(Path(os.environ[ROOT]) / "postgres.json", tmp_path)
    code = "import pathlib, sys; from hutong.config import database; print(database.ensure(pathlib.Path(sys.argv[1])))"
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environ, capture_output=True, text=True)
    assert done.stdout.startswith("postgresql://"), done.stderr
    assert done.stdout.strip() != server_url()


@pytest.mark.parametrize(
    "function",
    [
        "hutong_places()",
        "hutong_opened()",
        "hutong_sealed()",
        "hutong_setting(text)",
        "identity_find(bytea[])",
        "identity_put(bytea[], uuid[])",
        "identity_shared(uuid[])",
    ],
)
def test_the_application_may_call_what_its_rules_and_searches_need(function: str) -> None:
    assert query.rows("SELECT has_function_privilege(%s, 'EXECUTE')", [function]) == [(True,)]


def test_the_application_may_call_all_of_the_queue() -> None:
    queue = "SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_proc WHERE proname LIKE 'procrastinate%'"
    with connection.cursor() as cursor:
        cursor.execute(queue)
        assert {allowed for (allowed,) in cursor.fetchall()} == {True}
