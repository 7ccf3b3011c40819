"""What lies on the disk for a moment lies in the data folder, and goes with the process or, after a kill, at the next start."""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

PROGRAM = """
import os, signal, sys, tempfile
from pathlib import Path
from hutong.config import spool
spool.use(Path(sys.argv[1]))
folder = Path(tempfile.mkdtemp())
(folder / "ledger.xlsx").write_text("222426202402124852")
print(folder)
sys.stdout.flush()
if sys.argv[2] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "waits":
    sys.stdin.read()
"""


def started(data: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(data), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def spooled(one: subprocess.Popen[str]) -> Path:
    assert one.stdout
    return Path(one.stdout.readline().strip())


def test_everything_temporary_of_this_program_lies_in_its_data_folder() -> None:
    assert Path(tempfile.gettempdir()).is_relative_to(settings.DATA)
    assert settings.FILE_UPLOAD_TEMP_DIR is None, "Django asks tempfile"


def test_it_goes_with_the_process(tmp_path: Path) -> None:
    one = started(tmp_path, "ends")
    folder = spooled(one)
    one.wait()
    assert folder.is_relative_to(tmp_path / "spool")
    assert list((tmp_path / "spool").iterdir()) == []


def test_what_a_killed_process_left_goes_at_the_next_start_and_what_lives_stays(tmp_path: Path) -> None:
    # One after the other: each sweeps as it starts.
    used = spooled(living := started(tmp_path, "waits"))
    left = spooled(killed := started(tmp_path, "killed"))
    killed.wait()
    assert (left / "ledger.xlsx").exists()
    started(tmp_path, "ends").wait()
    assert not left.parent.exists()
    assert (used / "ledger.xlsx").exists()
    living.communicate("")
    assert not used.exists()
    assert (used.parent.stat().st_mode & 0o077 if used.parent.exists() else 0) == 0
