"""Where files lie for a moment, such as an uploaded ledger while it is read: in the data folder, never in the system's own
folder, which other accounts and other programs' clean-ups can reach.

Each process has a folder, which it locks and removes at its end; what a killed one left goes when the next one starts.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_held: list[int] = []


def use(data: Path) -> None:
    """From here on everything that asks for a temporary file or folder gets it below the data folder. Once a process."""
    if _held:
        return
    root = data / "spool"
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One at a time: a folder that was made and is not yet locked looks like one that was left.
        with _locked(root, fcntl.LOCK_EX):
            _sweep(root)
            own = Path(tempfile.mkdtemp(dir=root))
            _held.append(_lock(own, fcntl.LOCK_SH))
    except OSError:
        tempfile.tempdir = str(data)  # a full disk: whoever needs room will be told so
        return
    tempfile.tempdir = str(own)
    atexit.register(_leave, own, os.getpid())


def _sweep(root: Path) -> None:
    for folder in root.iterdir():
        with suppress(OSError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(folder)


def _lock(folder: Path, how: int) -> int:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, how)
    except OSError:
        os.close(handle)
        raise
    return handle


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    handle = _lock(folder, how)
    try:
        yield
    finally:
        os.close(handle)


def _leave(own: Path, process: int) -> None:
    # A fork of this process ends before it.
    if os.getpid() == process:
        shutil.rmtree(own, ignore_errors=True)
