"""The drill: what was written is there again after a restore, from the backup alone and up to a chosen moment."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hutong.config import sealed_file
from hutong.ground.clock import SHANGHAI

LEDGERS = Path(__file__).resolve().parents[1] / "ledgers"
# Durable as in an office: a backup of a server without fsync would prove nothing.
QUICK = {"shared_buffers": "32MB", "max_connections": "40"}
SIGNED_IN = """
WITH here AS (INSERT INTO accounts_presence (id, person_id, began_at, seen_at, address, device, how, ended_why)
    SELECT gen_random_uuid(), id, now(), now(), '', '', 'password', '' FROM accounts_person LIMIT 1)
INSERT INTO django_session VALUES ('signed-in', 'whoever holds this is in', now() + interval '1 day')
"""


class Office:
    """A Hutong of its own, by the administrator's commands."""

    def __init__(self, data: Path, archive: Path) -> None:
        self.data = data
        unset = ("DATABASE_URL", "HUTONG_APP_DATABASE_URL", "HUTONG_KEYS")
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        self.private = archive.parent / "private.key"
        public = self._public()
        own = {"HUTONG_ARCHIVE": str(archive), "HUTONG_BACKUP_KEY": public, "HUTONG_POSTGRES": json.dumps(QUICK)}
        self.environ = {**kept, **own}

    def _public(self) -> str:
        """The backup key of all offices of the drill."""
        known = self.private.with_suffix(".public")
        if not known.exists():
            known.write_text(sealed_file.make_key(self.private))
        return known.read_text()

    def run(self, *words: str | Path, code: int = 0) -> str:
        command = [sys.executable, "-m", "hutong", *map(str, words), "--data", str(self.data)]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=600)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr if code else done.stdout

    def json(self, *words: str | Path) -> Any:
        return json.loads(self.run(*words, "--json"))

    def restore(self, *words: str | Path) -> Any:
        return self.json("restore", "--key", self.private, *words)

    def appoint(self, name: str) -> str:
        return self.json("post", "add", "--place", "222426105", "--role", "supervisor", "--name", name)["staff_number"]

    def names(self) -> set[str]:
        return {post["name"] for post in self.json("posts")}


def empty_folder_with_keys(office: Office, data: Path) -> Path:
    data.mkdir()
    shutil.copy(office.data / "keys.toml", data)
    return data


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An office with a ledger, backed up; then somebody was appointed, and, after a moment noted, somebody else."""
    root = tmp_path_factory.mktemp("drill")
    office = Office(root / "data", root / "archive")
    staff = office.appoint("赵明")
    office.run("ledger", "import", LEDGERS / "wanbao-clean.xlsx", "--place", "222426105", "--as", staff)
    _sql(office, SIGNED_IN)
    made = office.json("backup", root / "backups")
    office.appoint("后来")
    # PostgreSQL stops at the first change after the moment; commits of the same second must lie on both sides of it.
    moment = datetime.now(SHANGHAI) + timedelta(seconds=1)
    while datetime.now(SHANGHAI) <= moment + timedelta(seconds=1):
        time.sleep(0.1)
    office.appoint("再后来")
    return {"root": root, "office": office, "backup": Path(made["folder"]), "counts": made["counts"], "moment": moment}


def test_the_backup_alone_brings_back_what_it_held(drill: dict[str, Any]) -> None:
    office = Office(empty_folder_with_keys(drill["office"], drill["root"] / "alone"), drill["root"] / "archive-alone")
    told = office.restore(drill["backup"])
    assert told["then"] == drill["counts"] == told["now"] | {"accounts_presence": 1}
    assert told["now"]["accounts_presence"] == 0, "whoever was signed in is so no more"
    assert [_ask(one, "SELECT count(*) FROM django_session") for one in (drill["office"], office)] == ["1", "0"]
    assert told["now"]["children_child"] == 60
    assert told["unreadable"] == []
    assert told["lost_files"] == 0
    chain = told["chain"]
    assert chain["wrong"] == []
    assert chain["entries"] >= 60
    assert chain["head"]["n"] >= 1
    assert office.names() == {"赵明"}
    (epoch, covered_here), (before, covered) = _epoch(office), _epoch(drill["office"])
    assert epoch != before, "phones must notice that the server began again"
    assert covered == covered_here == told["made_at"], "phones keep what is newer"


def test_the_archive_brings_back_every_change_up_to_the_moment_chosen(drill: dict[str, Any]) -> None:
    office = Office(empty_folder_with_keys(drill["office"], drill["root"] / "chosen"), drill["root"] / "archive-chosen")
    told = office.restore(
        drill["backup"], "--archive", drill["root"] / "archive", "--to", f"{drill['moment']:%Y-%m-%d %H:%M:%S}"
    )
    assert told["unreadable"] == []
    assert told["chain"]["wrong"] == []
    assert office.names() == {"赵明", "后来"}


def test_a_byte_changed_in_the_history_is_named_and_the_head_kept_elsewhere_still_fits(drill: dict[str, Any]) -> None:
    office, noted = drill["office"], drill["root"] / "heads.txt"
    office.run("journal", "head", "--to", noted)
    assert "完好" in office.run("journal", "verify", "--head", noted)
    _sql(
        office,
        "UPDATE journal_entry SET changes = replace(changes::text, 'children_child', 'children_chile')::jsonb WHERE seq = 7",
    )
    told = office.run("journal", "verify", "--head", noted, code=1)
    assert "第 7 号条目" in told
    assert "与封存时不同" in told
    _sql(
        office,
        "UPDATE journal_entry SET changes = replace(changes::text, 'children_chile', 'children_child')::jsonb WHERE seq = 7",
    )
    assert "完好" in office.run("journal", "verify", "--head", noted)


def test_a_backup_is_refused_in_words_where_it_cannot_serve(drill: dict[str, Any]) -> None:
    root, office = drill["root"], drill["office"]
    assert "没有密钥文件" in refused(Office(root / "no-keys", root / "a"), drill["backup"])
    assert "已经有一个数据库" in refused(office, drill["backup"])
    assert "不是一份完整的护童备份" in refused(Office(root / "none", root / "a"), root)
    stranger = Office(root / "stranger", root / "a")
    stranger.private = root / "another.key"
    sealed_file.make_key(stranger.private)
    assert "这把私钥打不开" in refused(stranger, drill["backup"])
    del office.environ["HUTONG_BACKUP_KEY"]
    assert "没有备份公钥" in office.run("backup", root / "backups", code=2)
    office.environ["HUTONG_BACKUP_KEY"] = office._public()
    broken = root / "broken"
    shutil.copytree(drill["backup"], broken)
    base = broken / "base.tar.gz.sealed"
    content = bytearray(base.read_bytes())
    content[len(content) // 2] ^= 1
    base.write_bytes(content)
    other = Office(empty_folder_with_keys(office, root / "other"), root / "a")
    assert "备份已损坏" in refused(other, broken)
    assert not (root / "other" / "postgres").exists()


def test_other_keys_are_noticed(drill: dict[str, Any]) -> None:
    folder = drill["root"] / "other-keys"
    folder.mkdir()
    text = (drill["office"].data / "keys.toml").read_text()
    lines = [f'seal = "{"0" * 64}"' if line.startswith("seal") else line for line in text.splitlines()]
    (folder / "keys.toml").write_text("\n".join(lines))
    assert "密钥对不上" in refused(Office(folder, drill["root"] / "b"), drill["backup"])


def refused(office: Office, folder: Path) -> str:
    return office.run("restore", "--key", office.private, folder, code=2)


def test_nothing_of_backup_and_archive_is_readable(drill: dict[str, Any]) -> None:
    kept = [*drill["backup"].iterdir(), *(drill["root"] / "archive").iterdir()]
    assert len(kept) > 4
    for file in kept:
        content = file.read_bytes()
        assert content.startswith(sealed_file.MAGIC), file
        assert "赵明".encode() not in content


def _sql(office: Office, statement: str) -> None:
    """As somebody who holds the database itself might do it."""
    code = (
        "import os; from hutong.config.commands import common; common.boot(); import psycopg;"
        f"psycopg.connect(os.environ['DATABASE_URL'], autocommit=True).execute({statement!r})"
    )
    environ = office.environ | {"HUTONG_DATA": str(office.data)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def _ask(office: Office, question: str) -> str:
    code = (
        "import os; from hutong.config.commands import common; common.boot(); import psycopg;"
        f"print(psycopg.connect(os.environ['DATABASE_URL']).execute({question!r}).fetchone()[0])"
    )
    environ = office.environ | {"HUTONG_DATA": str(office.data)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _epoch(office: Office) -> list[str]:
    """The epoch, and up to when phones may forget; asked in a process of the office's own, which starts its server."""
    environ = office.environ | {"HUTONG_DATA": str(office.data)}
    code = (
        "from hutong.config.commands import common; common.boot();"
        "from hutong.sync import epochs, pull; print(pull.present_epoch(), epochs.covered().isoformat())"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
