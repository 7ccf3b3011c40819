"""A whole copy of database and kept files while it serves, the database by PostgreSQL's own pg_basebackup.

Encrypted to a public key as it is made, so that nothing lies in the clear meanwhile. Keys are never in it, nor sessions:
tables that are not logged are left out by pg_basebackup (ADR 27).
"""

import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings
from django.db import connections, models, transaction

from hutong.accounts.managers import plain
from hutong.config import database, sealed_file
from hutong.ground import clock

OWNER = "owner"
ABOUT, BASE, FILES = "about.sealed", "base.tar.gz.sealed", "files.tar.sealed"


class BackupFailed(Exception):
    """The copy was not made or does not serve; the sentence says why and what to do."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself. made_at: ISO, UTC; counts: rows by table when it began."""

    made_at: str
    epoch: str
    counts: dict[str, int]


def make(into: Path, key: X25519PublicKey) -> tuple[Path, Backup]:
    """Copy the present database into a new folder inside `into`, named by the time. Raises BackupFailed.

    What phones were told to be kept up to this moment may then be forgotten by them.
    """
    from hutong.journal.chain import leaving, sealing
    from hutong.sync import epochs, pull

    sealing.seal()
    now = clock.now()
    folder = into.absolute() / f"{now:%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700, parents=True)
    about = Backup(now.isoformat(), pull.present_epoch(), counts())
    _copy(folder, key)
    # Last: whatever row the copy holds, its file was written before it.
    with (folder / FILES).open("wb") as sealed:
        writer = sealed_file.Writer(sealed, key)
        with tarfile.open(fileobj=writer, mode="w|") as archive:
            if (files := settings.DATA / "files").exists():
                archive.add(files, "files")
        writer.finish()
    told = json.dumps(asdict(about), ensure_ascii=False, indent=1)
    sealed_file.seal(io.BytesIO(told.encode()), folder / ABOUT, key)
    epochs.cover(now)
    leaving.remember(into)
    leaving.leave([])
    return folder, about


def _copy(folder: Path, key: X25519PublicKey) -> None:
    command = [
        database.binary("pg_basebackup"), "-d", os.environ["DATABASE_URL"], "-D", "-", "-F", "tar", "-z", "-X", "fetch",
        "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password",
    ]  # fmt: skip
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=database.environment())
        assert process.stdout
        sealed_file.seal(process.stdout, folder / BASE, key)
        code = process.wait()
        said.seek(0)
        words = said.read().strip()[-500:]
    if code:
        raise BackupFailed(f"备份没有做成，{folder} 里的内容不能用。PostgreSQL 的说明：{words}")


def read(folder: Path, key: X25519PrivateKey) -> Backup:
    """What a folder says of itself. Raises BackupFailed where it is no finished backup, sealed_file.CannotOpen."""
    try:
        with content_of(folder / ABOUT, key) as about:
            told = json.loads(about.read())
        datetime.fromisoformat(told["made_at"])
        return Backup(**told)
    except (OSError, TypeError, KeyError, json.JSONDecodeError):
        raise BackupFailed(f"{folder} 不是一份完整的护童备份（缺少或读不懂 {ABOUT}）。") from None


@contextmanager
def content_of(path: Path, key: X25519PrivateKey) -> Iterator[io.BufferedReader]:
    """The content of one of a backup's files. Raises OSError, sealed_file.CannotOpen."""
    with path.open("rb") as sealed:
        yield io.BufferedReader(sealed_file.Reader(sealed, key), sealed_file.CHUNK)


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
