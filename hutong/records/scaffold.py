"""Writes the hand-written files of a new record, once (`hutong new-record`); from then on they are owned code.

The words stand in `new/*.txt`, with § before what differs.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

HERE = Path(__file__).parent / "new"
IMPORTS = """from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager
from hutong.children.models import Child
"""
CONTRACT = '{"child": scene.child, "on": payloads.TODAY, "text": "说好下周去办手续"}'


class CannotWrite(ValueError):
    """The files cannot be written; the sentence says why."""


class _Words(Template):
    delimiter = "§"


@dataclass(frozen=True)
class New:
    """A record to be. base: the folder of the project; name: of one, in snake_case; title: in Chinese."""

    base: Path
    app: str
    name: str
    title: str
    permission: str

    @property
    def words(self) -> dict[str, str]:
        """What stands for each §."""
        model, plural = "".join(part.title() for part in self.name.split("_")), f"{self.name}s"
        return {
            "app": self.app, "name": self.name, "NAME": self.name.upper(), "title": self.title, "Model": model,
            "plural": plural, "path": plural.replace("_", "-"), "key": model[0].lower() + model[1:],
            "permission": self.permission, "PERMISSION": self.permission.upper(),
        }  # fmt: skip

    def fill(self, text: str) -> str:
        """A text with the record's words."""
        return _Words(text).substitute(self.words)

    def path(self, text: str) -> Path:
        """A file by its address inside the project."""
        return self.base / self.fill(text)


def write(new: New) -> list[Path]:
    """Make all files, or none. Raises CannotWrite."""
    texts = _fresh(new) | _changed(new)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    laid_out = [str(path) for path in texts if path.suffix == ".py"]
    for arguments in (["check", "--fix-only", "--select", "I", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, *laid_out], cwd=new.base, check=True)
    return sorted(texts)


def protection(new: New) -> str:
    """The line that its migration needs besides what Django makes."""
    return new.fill('protect("§{app}_') + new.words["Model"].lower() + '", child="child_id")'


FILES = {
    "record": "hutong/§app/§plural/record.py",
    "actions": "hutong/§app/§plural/actions.py",
    "api": "hutong/§app/§plural/api.py",
    "page": "web/apps/desk/src/§app/§plural/§{Model}sPage.vue",
    "routes": "tests/access/routes/§app.§plural.txt",
    "test": "hutong/§app/tests/test_§plural.py",
}


def _fresh(new: New) -> dict[Path, str]:
    if not new.path("hutong/§app/apps.py").exists():
        raise CannotWrite(f"没有 hutong/{new.app} 这个应用。")
    if not all(re.fullmatch(r"[a-z]+(_[a-z]+)*", one) for one in (new.app, new.name)):
        raise CannotWrite("名称写成小写英文单数，例如 care.talk、care.home_talk。")
    texts = {new.path(path): new.fill((HERE / f"{kind}.txt").read_text("utf-8")) for kind, path in FILES.items()}
    texts[new.path("hutong/§app/§plural/__init__.py")] = new.fill('"""§title."""\n')
    if there := [str(path.relative_to(new.base)) for path in texts if path.exists()]:
        raise CannotWrite(f"已经有 {there[0]}，没有改动。")
    return texts


def _changed(new: New) -> dict[Path, str]:
    return dict(
        [
            _model(new),
            _put(new, "hutong/§app/apps.py", r"\Z", STARTED),
            _put(new, "hutong/config/api.py", r"^from hutong\.config import described", IMPORTED, r"^\):\n    api\.add_router\(", "    §plural,\n"),
            _put(new, "web/apps/desk/src/router.ts", r"^  \{\n    path: \"/:any", ROUTE),
            _put(new, "web/apps/desk/src/frame/menu.ts", r"^      \{ key: \"reviews\"", ENTRY),
            _put(new, "tests/test_sync_contract.py", r"^    \"conflict\": Scene\.disagree", FEED, r"^    \"children\.update\": lambda", VERB),
        ]
    )  # fmt: skip


STARTED = """        from hutong.§app.§plural.actions import record_§name
        from hutong.§app.§plural.record import §NAME
        from hutong.§app.made.§name import Sent§Model
        from hutong.children.sync import recorded

        recorded.start(§NAME, Sent§Model, record_§name)
"""
IMPORTED = "from hutong.§app.§plural.api import router as §plural\n"
ROUTE = """  {
    path: "/§path",
    name: "§path",
    component: () => import("./§app/§plural/§{Model}sPage.vue"),
    meta: { placed: true, title: "titles.§key" },
  },
"""
ENTRY = """      { key: "§path", title: "titles.§key", to: "/§path", permission: "child_read" },
"""
FEED = f"""    "§plural": lambda scene: scene.push("§app.record_§name", {CONTRACT}),
"""
VERB = f"""    "§app.record_§name": lambda scene: {CONTRACT},
"""


def _put(new: New, path: str, *placed: str) -> tuple[Path, str]:
    """A file with texts put before the first places that patterns find: pattern, text, pattern, text …"""
    text = new.path(path).read_text("utf-8")
    for pattern, more in zip(placed[::2], placed[1::2], strict=True):
        found = re.search(pattern, text, re.MULTILINE)
        if found is None:
            raise CannotWrite(f"{path} 不是原来的样子，找不到可以写入的地方。")
        text = text[: found.start()] + new.fill(more) + text[found.start() :]
    return new.path(path), text


def _model(new: New) -> tuple[Path, str]:
    """The app's models with one more; a package of models gets a file, which it imports."""
    words = new.fill((HERE / "model.txt").read_text("utf-8"))
    path = new.path("hutong/§app/models.py")
    if not path.exists():
        raise CannotWrite(f"hutong/{new.app} 的模型不在 models.py 里，请先在那里写好这个模型，再照着别的记录写其余的。")
    text = path.read_text("utf-8")
    head, doc, rest = text.partition('"""\n')
    missing = "".join(f"{line}\n" for line in IMPORTS.splitlines() if line and line not in text)
    return path, f"{head}{doc}\n{missing}{rest.rstrip()}\n{words}"
