"""The log of errors: which a full disk must not make an error itself, which does not grow for ever, and names nobody.

What an exception says may quote a row (PostgreSQL's DETAIL: `Key (name)=(…) already exists`) or what somebody typed. So the
log has the way to the fault and its kind, of a refusal by the database also the rule that refused, and no words.
"""

import fcntl
import logging
import logging.handlers
import os
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

LARGEST_BYTES, KEPT, LINE = 5 * 1024**2, 4, 200
# Of these what they say is no row's: the system's own words, and which rule of the database was broken.
DIAGNOSIS = ("sqlstate", "table_name", "column_name", "constraint_name")
CAUSE = "\nThe above was the cause of:\n\n"


class Discreet(logging.Formatter):
    """Lines of a log, and of an exception its stack and kind."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return CAUSE.join(_stack(one) for one in reversed(list(_causes(error)))).rstrip()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _stack(error: BaseException) -> str:
    stack = "".join(traceback.format_tb(error.__traceback__))
    return f"{stack}{type(error).__module__}.{type(error).__qualname__}{_diagnosis(error)}\n"


def _diagnosis(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno:
        return f": {os.strerror(error.errno)}"
    found = getattr(error, "diag", None)
    said = [f"{name}={value}" for name in DIAGNOSIS if (value := getattr(found, name, None))]
    return f": {' '.join(said)}" if said else ""


class OneLine(logging.Filter):
    """What a stranger does to the door, such as asking for a host that is not ours or sending a thousand fields, is a line and
    no stack: else whoever sends such things turns the log until nothing else is in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("django.security."):
            return True
        record.msg, record.args = record.getMessage()[:LINE], ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class ErrorFile(logging.handlers.WatchedFileHandler):
    """A file of at most 5 MB, and four before it. Any of the processes that write it may turn it; the others notice.

    Where it cannot be written the record is told to the console alone."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._turn(Path(self.baseFilename))
            super().emit(record)
        except OSError:
            self.handleError(record)

    def _turn(self, path: Path) -> None:
        if not _full(path):
            return
        with path.with_name(f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _full(path):
                return  # another process was quicker
            for number in range(KEPT - 1, 0, -1):
                if (older := _older(path, number)).exists():
                    older.replace(_older(path, number + 1))
            path.replace(_older(path, 1))

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return stream


def _full(path: Path) -> bool:
    return path.exists() and path.stat().st_size >= LARGEST_BYTES


def _older(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
