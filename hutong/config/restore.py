"""A backup becomes a running database again, at its own moment or at a chosen one; then it is looked through."""

import os
import shutil
import subprocess
import tarfile
import time
import zlib
from datetime import datetime
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hutong.config import backup, database, sealed_file
from hutong.config.backup import BackupFailed
from hutong.config.sealed_file import CannotOpen

SAMPLE = 50
# A replay of a year's changes takes its time.
PATIENCE_SECONDS = 6 * 3600


def unpack(folder: Path, data: Path, key: X25519PrivateKey) -> backup.Backup:
    """Put a backup's files into a data folder that has no database yet, and prove them by their checksums; gives what it
    says of itself. Raises BackupFailed, sealed_file.CannotOpen."""
    about = backup.read(folder, key)
    cluster = data / "postgres"
    if cluster.exists():
        raise BackupFailed(f"{data} 里已经有一个数据库。请用 --data 另选一个空文件夹恢复，查看无误后再换用。")
    if not (keys := Path(os.environ.get("HUTONG_KEYS", data / "keys.toml"))).exists():
        raise BackupFailed(f"没有密钥文件 {keys}。备份里不含密钥，请先把原来的 keys.toml 放到那里，再恢复。")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _extract(folder, data, key)
        _verify(cluster)
    except (OSError, EOFError, zlib.error, tarfile.TarError, CannotOpen, BackupFailed) as failed:
        shutil.rmtree(cluster, ignore_errors=True)
        raise BackupFailed(f"备份已损坏或不完整，没有恢复任何内容：{str(failed)[-500:]}") from None
    for path in [cluster, *cluster.rglob("*")]:
        database.give_away(path)
    return about


def _extract(folder: Path, data: Path, key: X25519PrivateKey) -> None:
    for name, into in ((backup.BASE, data / "postgres"), (backup.FILES, data)):
        into.mkdir(mode=0o700, exist_ok=True)
        with backup.content_of(folder / name, key) as content:
            with tarfile.open(fileobj=content, mode="r|gz" if name == backup.BASE else "r|") as archive:
                archive.extractall(into, filter="tar")
            while content.read(sealed_file.CHUNK):
                pass  # what follows the archive is part of what the last mark vouches for


def _verify(cluster: Path) -> None:
    done = subprocess.run(
        [database.binary("pg_verifybackup"), "-q", "-n", str(cluster)], capture_output=True, text=True, env=database.environment()
    )  # fmt: skip
    if done.returncode:
        raise BackupFailed(done.stderr.strip())


def replay(data: Path, archive: Path | None, until: datetime | None, key: Path) -> None:
    """Have the first start replay the archived changes, up to a moment where one is given. Nothing to do without an archive.

    key: the file of the private key, which is there until all is replayed."""
    if archive is None:
        return
    kept = database.shell_word(archive.absolute())
    opening = database.sealing_command("open", key.absolute(), f"{kept}/%f", "%p")
    wanted = {"restore_command": opening, "recovery_target_action": "promote"}
    if until:
        wanted["recovery_target_time"] = until.isoformat()
    cluster = data / "postgres"
    with (cluster / "postgresql.auto.conf").open("a") as conf:
        conf.writelines(f"{name} = {_quoted(value)}\n" for name, value in wanted.items())
    (cluster / "recovery.signal").touch()
    database.give_away(cluster / "recovery.signal")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def start(data: Path) -> None:
    """Start it, and wait until every change is replayed. Raises BackupFailed."""
    os.environ.pop("DATABASE_URL", None)
    try:
        url = database.ensure(data, PATIENCE_SECONDS)
    except RuntimeError:
        log = data / "postgres.log"
        raise BackupFailed(f"恢复后的数据库没有启动。常见原因是日志存档不到所选的时刻；详情见 {log}。") from None
    waited_until = time.monotonic() + PATIENCE_SECONDS
    while _replaying(url):
        if time.monotonic() > waited_until:
            raise BackupFailed("重放日志超过六小时还没有完成，请查看 postgres.log。")
        time.sleep(0.2)


def _replaying(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    return bool(found and found[0])


def unreadable() -> list[str]:
    """Sealed columns of which a sample of the newest rows does not open with the keys that are here; [] when all do."""
    from hutong.accounts.managers import plain
    from hutong.ground.sealing import SealedTextField

    wrong: list[str] = []
    with backup.whole():
        for model in backup.ours():
            for field in model._meta.get_fields():
                if isinstance(field, SealedTextField):
                    rows = plain(model).using(backup.OWNER).exclude(**{field.name: None}).order_by("-pk")[:SAMPLE]
                    wrong += (
                        [f"{model._meta.db_table}.{field.column}"]
                        if not all(_opens(field, row) for row in rows)
                        else []
                    )
    return wrong


def _opens(field: object, row: object) -> bool:
    try:
        return bool(field.open(row))  # type: ignore[attr-defined]  # a SealedTextField
    except ValueError:
        return False


def lost_files() -> int:
    """Rows of kept files whose bytes are not there: of a moment after the backup, they lie in the old data folder still."""
    from hutong.accounts.managers import plain
    from hutong.documents.models import File
    from hutong.documents.store import path_of

    with backup.whole():
        return sum(not path_of(key).exists() for key in plain(File).using(backup.OWNER).values_list("pk", flat=True))
