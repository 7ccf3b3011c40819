"""A database of another version of the program is refused in a sentence, before anything in it is changed."""

import pytest
from django.db import connections

from hutong.config import cli, setup

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def started(monkeypatch, capsys):
    """What the command line says to a database that another version's migrations made; started(name) gives it."""
    monkeypatch.setattr(setup, "stamp", lambda: "hutong another")
    monkeypatch.setattr(setup, "_prepare", lambda cursor, say: None)
    monkeypatch.setattr("hutong.config.database.ensure", lambda data: "")

    def start(*made_by: tuple[str, str]) -> tuple[int, str]:
        with connections["owner"].cursor() as cursor:
            for app, name in made_by:
                cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", [app, name])
        with pytest.raises(SystemExit) as ended:
            cli.main(["setup"])
        return int(ended.value.code or 0), capsys.readouterr().err

    return start


@pytest.mark.parametrize(
    "made_by", [("children", "0025_found_beyond"), ("journal", "0002_protect"), ("care", "0099_later")]
)
def test_a_database_of_another_version_is_refused(started, made_by: tuple[str, str]) -> None:
    code, said = started(made_by)
    assert code == 2
    assert said.strip() == (
        "错误：这个数据库是另一个版本的护童建立的，本版本打不开，也没有改动它。"
        "请用建立它的版本打开，或者用 --data 另选一个空的数据文件夹。"
    )


def test_its_own_is_not_and_packages_mind_their_own(started) -> None:
    assert started(("mfa", "0099_of_the_package"))[0] == 0
