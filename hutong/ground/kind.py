"""What a data folder is: a demonstration with invented people, or in use. Said in a file inside it, whatever it is started with."""

from pathlib import Path

NAME = "kind"
DEMO, REAL = "demo", "real"
NOT_REAL = "这里是演示数据，不能当正式系统用：请用 --data 换一个空目录（或者换一个空的数据库）。"
NOT_DEMO = "这个数据目录是正式系统的，不能放入虚构的数据：请用 --data 换一个空目录。"
MIXED = "数据目录是演示用的，DATABASE_URL 指的数据库里却有工作人员账号：请给正式的数据库另用一个数据目录（--data）。"


class WrongKind(Exception):
    """Folder, database and what is asked for do not agree; the sentence says what to do."""


def read(data: Path) -> str | None:
    """DEMO, REAL, or None where nothing was said yet."""
    path = data / NAME
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def settle(data: Path, found: str | None, *, empty: bool, elsewhere: bool) -> str:
    """DEMO or REAL for a start, said in the folder from then on: what it says, else what is found, else what is asked for.

    found: whose people are in the database, None where nobody is. empty: asked for without invented people. elsewhere:
    the database is not the folder's own. Raises WrongKind.
    """
    kept = read(data)
    if DEMO in (kept, found) and (empty or kept == REAL):
        raise WrongKind(NOT_REAL)
    # People of `hutong simulate` are invented too, which only their folder knows.
    if kept == DEMO and found == REAL and elsewhere:
        raise WrongKind(MIXED)
    settled = kept or found or (REAL if empty else DEMO)
    _write(data, settled)
    return settled


def invent(data: Path) -> None:
    """Say that a folder is for invented people. Raises WrongKind where it is in use."""
    if read(data) == REAL:
        raise WrongKind(NOT_DEMO)
    _write(data, DEMO)


def _write(data: Path, kind: str) -> None:
    (data / NAME).write_text(f"{kind}\n", encoding="utf-8")
