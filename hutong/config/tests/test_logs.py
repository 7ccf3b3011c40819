"""The log of errors names nobody, says what strangers do in a line, and does not grow for ever."""

import logging
import multiprocessing
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from hutong.config import logs
from hutong.ground import query

NAME, NUMBER = "张小明", "222426202402124852"


def written(path: Path, error: BaseException | None = None, text: str = "POST /api/v1/children") -> str:
    handler = logs.ErrorFile(path, delay=True)
    handler.setFormatter(logs.Discreet())
    exc_info = (type(error), error, error.__traceback__) if error else None
    handler.handle(logging.LogRecord("hutong", logging.ERROR, "", 0, text, None, exc_info))
    handler.close()
    return path.read_text()


@pytest.mark.django_db
def test_a_row_that_the_database_quotes_is_not_in_the_log(tmp_path: Path) -> None:
    query.run("CREATE TEMP TABLE t (name text UNIQUE, number text CHECK (number = ''))")
    with pytest.raises(IntegrityError, match=NUMBER) as refused, transaction.atomic():
        query.run("INSERT INTO t VALUES (%s, %s)", [NAME, NUMBER])
    logged = written(tmp_path / "errors.log", refused.value)
    assert NUMBER not in logged
    assert NAME not in logged
    assert "psycopg.errors.CheckViolation: sqlstate=23514 table_name=t constraint_name=t_number_check" in logged
    assert "django.db.utils.IntegrityError" in logged
    assert "query.py" in logged


def test_nor_is_what_somebody_typed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=NAME) as wrong:
        int(NAME)
    logged = written(tmp_path / "errors.log", wrong.value)
    assert NAME not in logged
    assert "builtins.ValueError" in logged
    assert "int(NAME)" in logged


def test_every_handler_of_the_settings_is_discreet() -> None:
    assert {one["formatter"] for one in settings.LOGGING["handlers"].values()} == {"discreet"}


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_one_line(client, caplog) -> None:
    assert client.get("/", headers={"host": "evil.example" + "x" * 500}).status_code == 400
    [record] = [one for one in caplog.records if "HTTP_HOST" in one.getMessage()]
    told = logs.Discreet().format(record)
    assert "\n" not in told
    assert len(told) < 300
    assert "evil.example" in told


@pytest.mark.django_db
def test_whatever_a_stranger_sends_to_the_door_is_one_line(client, caplog) -> None:
    many = "&".join(f"a{n}=1" for n in range(1_500))
    form = "application/x-www-form-urlencoded"
    assert client.post("/open/answer", many, content_type=form).status_code == 400
    [record] = [one for one in caplog.records if one.name.startswith("django.security.")]
    assert "\n" not in logs.Discreet().format(record)


def test_a_full_log_is_turned_once_by_whoever_is_first_and_the_oldest_goes(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 2000)
    path = tmp_path / "errors.log"
    writers = [multiprocessing.get_context("fork").Process(target=_many, args=(path, name)) for name in "abc"]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    kept = sorted(one.name for one in tmp_path.iterdir())
    assert kept == ["errors.log", *(f"errors.log.{n}" for n in range(1, logs.KEPT + 1)), "errors.log.lock"]
    for one in tmp_path.glob("errors.log*[0-9g]"):
        lines = one.read_text().splitlines()
        assert all(re.search(r"line [abc]\d+$", line) for line in lines)
        assert one.stat().st_size < 2500
        assert one.stat().st_mode & 0o077 == 0


def _many(path: Path, name: str) -> None:
    handler = logs.ErrorFile(path, delay=True)
    handler.setFormatter(logs.Discreet())
    for number in range(200):
        handler.handle(logging.LogRecord("hutong", logging.ERROR, "", 0, f"line {name}{number}", None, None))
