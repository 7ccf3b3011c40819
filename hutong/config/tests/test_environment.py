"""A server has what it runs with and nothing of the tests; what it imports is among that."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from hutong.config import environment
from hutong.config.environment import DEV_LOCK, LOCK, ROOT


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.M):
        found.setdefault(canonical(name), set()).add(version)
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    whole = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in plain | whole}


def test_no_package_of_the_tests_is_in_what_run_installs_and_all_else_is_alike() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    of_tests = {canonical(re.split(r"[\[<>=~! ]", wanted)[0]) for wanted in groups["dev"]}
    running, all_of_it = pins(LOCK), pins(DEV_LOCK)
    assert of_tests <= all_of_it.keys()
    assert not of_tests & running.keys()
    assert running == {name: all_of_it[name] for name in running}
    assert "--hash=sha256:" in LOCK.read_text()


def test_what_the_program_imports_is_among_it() -> None:
    program = [path for path in (ROOT / "hutong").rglob("*.py") if "tests" not in path.parts]
    names = set().union(*map(imported, program)) - set(sys.stdlib_module_names) - {"hutong"}
    known = packages_distributions()
    without = {name for name in names if not {canonical(one) for one in known.get(name, ())} & pins(LOCK).keys()}
    assert without == set()


@pytest.mark.parametrize(("dev", "locks"), [(False, [LOCK]), (True, [LOCK, DEV_LOCK])])
def test_only_who_asks_for_them_gets_the_packages_of_the_tests(tmp_path, monkeypatch, dev: bool, locks) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    installed: list[Path] = []
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "_step", lambda name, command: installed.append(command[-1]))
    monkeypatch.setattr(environment, "_link", lambda python, command: command.touch())
    for _ in range(2):
        environment.install(dev=dev)
    assert installed == locks
