"""A copy of the project in which CONTRIBUTING's recipe for a new record is followed, step by step as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from django.conf import settings

APART = shutil.ignore_patterns("node_modules", "dist", "__pycache__", "long", "bench", "pictures")
COPIED = ("hutong", "tests", "policy", "web/apps/desk/src", "web/packages")
FILES = ("conftest.py", "pyproject.toml", "requirements.lock", "CONTRIBUTING.md")
# Made, or no part of the record: what nobody writes by hand, and what is not counted.
UNCOUNTED = re.compile(r"/(made|migrations|tests)/|^tests/|locales/zh-CN/titles\.json$")
WRITTEN = {".py", ".vue", ".ts", ".json", ".txt"}
FENCE = 'protect("care_talk", child="child_id")'


def copy(to: Path) -> Path:
    """The project without what is installed, built or long."""
    for folder in COPIED:
        shutil.copytree(settings.BASE / folder, to / folder, ignore=APART)
    for name in FILES:
        shutil.copy(settings.BASE / name, to / name)
    return to


def follow(base: Path) -> None:
    """The commands of the recipe, and the fence in its migration."""
    text = (base / "CONTRIBUTING.md").read_text("utf-8").partition("**A new record**")[2].partition("1. ")[0]
    for line in re.findall(r"^    (.+)$", text, re.MULTILINE):
        words = shlex.split(line.replace("hutong ", "python -m hutong ", 1) if line.startswith("hutong") else line)
        said = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
        run(base, *words[len(said) + 1 :], **said)
    [migration] = base.glob("hutong/care/migrations/*_talk.py")
    written = migration.read_text("utf-8").rstrip().removesuffix("]").rstrip()
    written = written.replace(
        "import migrations, models\n", "import migrations, models\n\nfrom hutong.journal.protect import protect\n"
    )
    migration.write_text(f"{written}\n        {FENCE},\n    ]\n", "utf-8")


def run(base: Path, *arguments: str, **said: str) -> str:
    """Python in the copy, with none of this run's settings; gives what it printed."""
    # A server of its own needs a socket with a short name, so not this run's folder for what lies there a moment.
    # Nor its moved clock, which would import this project before the copy.
    apart = ("HUTONG_", "DATABASE_URL", "DJANGO_", "PYTEST_", "PYTHONPATH", "TMPDIR")
    own = {name: value for name, value in os.environ.items() if not name.startswith(apart)}
    done = subprocess.run([sys.executable, *arguments], cwd=base, env=own | {"HUTONG_DATA": str(base / "data")} | said,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, f"{shlex.join(arguments)}\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def texts(base: Path) -> dict[str, str]:
    """What is written by hand, by file: without tests, migrations and what is made."""
    found = [path for folder in COPIED for path in (base / folder).rglob("*") if path.suffix in WRITTEN]
    named = {path.relative_to(base).as_posix(): path for path in found}
    return {name: path.read_text("utf-8") for name, path in named.items() if not UNCOUNTED.search(name)}


def written(before: dict[str, str], after: dict[str, str]) -> dict[str, int]:
    """Lines that are new, by file."""
    changed = {name: text for name, text in after.items() if text != before.get(name)}
    lines = {
        name: Counter(text.splitlines()) - Counter(before.get(name, "").splitlines()) for name, text in changed.items()
    }
    return {name: new.total() for name, new in lines.items()}
