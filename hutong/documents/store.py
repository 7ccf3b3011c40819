"""Keeps bytes encrypted on disk and gives them back; a row without its file, or a file without its key, says so."""

import os
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.documents.models import File
from hutong.ground import clock
from hutong.ground.sealing import open_bytes, seal_bytes
from hutong.journal.actions import action


def keep(place: int, name: str, content: bytes, *, days: int | None = 30) -> File:
    """Encrypt and store a file of a place; days: after which it may be removed, None for a record."""
    now = clock.now()
    file = File(
        place=place,
        name=name[-200:],
        size=len(content),
        made_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    _write(path_of(file.id), seal_bytes(content, str(file.id)))
    file.save(force_insert=True)
    return file


def _write(path: Path, content: bytes) -> None:
    """Whole and on the disk, or not at all: a row must never speak of half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def read(grant: Grant, file_id: uuid.UUID) -> tuple[File, bytes]:
    """The file and its content. Raises File.DoesNotExist outside the grant, FileNotFoundError when it has expired."""
    file = File.objects.within(grant).get(pk=file_id)
    return file, open_bytes(path_of(file.id).read_bytes(), str(file.id))


def content(file_id: uuid.UUID) -> bytes:
    """The content of a file that a record already found in scope points to, wherever the file was made."""
    return open_bytes(path_of(file_id).read_bytes(), str(file_id))


def there(grant: Grant, file_id: uuid.UUID | None) -> bool:
    """Whether a file can still be read."""
    found = File.objects.within(grant).filter(pk=file_id).first() if file_id else None
    return found is not None and path_of(found.id).exists()


@action("documents.expire", Permission.SYSTEM)
def sweep(grant: Grant) -> int:
    """Remove what has expired; returns how many."""
    expired = File.objects.within(grant).filter(expires_at__lt=clock.now()).values_list("pk", flat=True)
    return delete(grant, list(expired))


def delete(grant: Grant, files: Sequence[uuid.UUID]) -> int:
    """Remove files inside an action; returns how many. The bytes go last: a run that fails half-way begins again."""
    File.objects.within(grant).filter(pk__in=files).delete()
    for file in files:
        path_of(file).unlink(missing_ok=True)
    return len(files)


def path_of(file_id: uuid.UUID) -> Path:
    """Where the encrypted bytes of a file lie."""
    return settings.DATA / "files" / str(file_id)[-2:] / str(file_id)
