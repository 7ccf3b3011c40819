"""A whole copy of database and kept files while it serves, the database by PostgreSQL's own pg_basebackup. Keys are never in it."""

import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, models, transaction

from hutong.accounts.managers import plain
from hutong.config import clock, database

OWNER = "owner"
ABOUT, FILES = "hutong.json", "files.tar"


class BackupFailed(Exception):
    """The copy was not made or does not serve; the sentence says why and what to do."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself. made_at: ISO, UTC; counts: rows by table when it began."""

    made_at: str
    epoch: str
    counts: dict[str, int]


def make(into: Path) -> Path:
    """Copy the present database into a new folder inside `into`, named by the time; gives that folder. Raises BackupFailed.

    What phones were told to be kept up to this moment may then be forgotten by them.
    """
    from hutong.journal.chain import sealing
    from hutong.sync import epochs, pull

    sealing.seal()
    now = clock.now()
    folder = into.absolute() / f"{now:%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700, parents=True)
    about = Backup(now.isoformat(), pull.present_epoch(), counts())
    _copy(folder)
    # Last: whatever row the copy holds, its file was written before it.
    with tarfile.open(folder / FILES, "w") as archive:
        if (files := settings.DATA / "files").exists():
            archive.add(files, "files")
    (folder / ABOUT).write_text(json.dumps(asdict(about), ensure_ascii=False, indent=1))
    epochs.cover(now)
    return folder


def _copy(folder: Path) -> None:
    command = [
        database.binary("pg_basebackup"), "-d", os.environ["DATABASE_URL"], "-D", str(folder), "-F", "tar", "-z", "-X", "stream",
        "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, env=database.environment())
    if done.returncode:
        raise BackupFailed(f"备份没有做成，{folder} 里的内容不能用。PostgreSQL 的说明：{done.stderr.strip()[-500:]}")


def read(folder: Path) -> Backup:
    """What a folder says of itself. Raises BackupFailed where it is no finished backup."""
    try:
        told = json.loads((folder / ABOUT).read_text())
        datetime.fromisoformat(told["made_at"])
        return Backup(**told)
    except (OSError, ValueError, TypeError, KeyError):
        raise BackupFailed(f"{folder} 不是一份完整的护童备份（缺少或读不懂 {ABOUT}）。") from None


def counts() -> dict[str, int]:
    """Rows of every table of ours, by table."""
    with whole():
        return {model._meta.db_table: plain(model).using(OWNER).count() for model in ours()}


@contextmanager
def whole() -> Iterator[None]:
    """The owner's connection in the widest scope: an owner who is no superuser is fenced like everybody else."""
    with transaction.atomic(OWNER), connections[OWNER].cursor() as cursor:
        for name, value in {"places": "{[0,1000000000000)}", "sealed": "on", "now": clock.now().isoformat()}.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"hutong.{name}", value])
        yield


def ours() -> list[type[models.Model]]:
    """The models of our own apps that have a table."""
    from django.apps import apps

    found = [model for model in apps.get_models() if model.__module__.startswith("hutong.") and model._meta.managed]
    return sorted(found, key=lambda model: model._meta.db_table)
