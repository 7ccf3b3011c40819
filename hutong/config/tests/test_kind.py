"""Real data is never served as a demonstration, whatever it is started with, and a demonstration never as the real thing."""

import subprocess
import sys
from pathlib import Path

import pytest

from hutong.ground import kind
from hutong.ground.kind import DEMO, REAL, WrongKind, settle


@pytest.mark.parametrize(
    ("kept", "found", "empty", "is_"),
    [
        (None, None, False, DEMO),  # ./run on a fresh clone
        (None, None, True, REAL),
        (None, DEMO, False, DEMO),  # made by a version that said nothing yet
        (None, REAL, False, REAL),
        (None, REAL, True, REAL),
        (REAL, None, False, REAL),  # nobody appointed yet
        (REAL, REAL, False, REAL),
        (REAL, REAL, True, REAL),
        (DEMO, DEMO, False, DEMO),
        (DEMO, REAL, False, DEMO),  # hutong simulate
    ],
)
def test_a_folder_stays_what_it_is(tmp_path: Path, kept, found, empty: bool, is_: str) -> None:
    if kept:
        (tmp_path / kind.NAME).write_text(kept)
    for _ in range(2):
        assert settle(tmp_path, found, empty=empty, elsewhere=False) == is_
    assert kind.read(tmp_path) == is_


@pytest.mark.parametrize(
    ("kept", "found", "empty", "elsewhere"),
    [
        (DEMO, DEMO, True, False),
        (None, DEMO, True, False),
        (DEMO, None, True, False),
        (REAL, DEMO, False, True),
        (DEMO, REAL, False, True),
    ],
)
def test_what_does_not_agree_is_refused(tmp_path: Path, kept, found, empty: bool, elsewhere: bool) -> None:
    if kept:
        (tmp_path / kind.NAME).write_text(kept)
    with pytest.raises(WrongKind, match="--data"):
        settle(tmp_path, found, empty=empty, elsewhere=elsewhere)
    assert kind.read(tmp_path) == kept


def test_invented_people_are_put_into_no_folder_in_use(tmp_path: Path) -> None:
    kind.invent(tmp_path)
    kind.invent(tmp_path)
    assert kind.read(tmp_path) == DEMO
    (tmp_path / kind.NAME).write_text(REAL)
    with pytest.raises(WrongKind, match="不能放入虚构的数据"):
        kind.invent(tmp_path)


@pytest.mark.parametrize(("kept", "said"), [(REAL, "False county"), (DEMO, "True off"), (None, "False county")])
def test_the_folder_decides_whether_the_second_factor_is_asked_for(tmp_path: Path, kept, said: str) -> None:
    if kept:
        (tmp_path / kind.NAME).write_text(kept)
    environ = {"HUTONG_DATA": str(tmp_path), "DATABASE_URL": "postgresql:///none", "HUTONG_DEMO": "1"}
    code = "from hutong.config import settings; print(settings.DEMO, settings.MFA)"
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True)
    assert done.stdout.strip() == said, done.stderr
