"""SQL is composed in one way (`ground/query.composed`, psycopg's `sql`): names quoted, values beside it, no brace doubled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

# Words by which a text is SQL, and not a sentence.
SQL = re.compile(
    r"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE \S+ SET|(LEFT|CROSS) JOIN|WHERE|UNION ALL|IS NULL)\b|::\w+"
    r"|\b(CREATE|ALTER|DROP) [A-Z]+\b"
)
FILL = ("format", "format_map", "replace")
CODE = [
    path for path in sorted((settings.BASE / "hutong").rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)
]


def constants(path: Path) -> dict[str, str]:
    """The texts that a module's names stand for."""
    return {
        target.id: node.value.value
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def filled(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text wherever the program puts something into one: an f-string, `.format(…)`, `.replace(…)`, `%`."""
    known = constants(path)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            parts = [node.left]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILL:
            parts = [node.func.value]
        else:
            continue
        for part in parts:
            told = known.get(part.id, "") if isinstance(part, ast.Name) else getattr(part, "value", "")
            if isinstance(told, str):
                yield node.lineno, told


def test_nothing_is_put_into_sql_but_by_composing_it() -> None:
    assert [f"{path}:{line}" for path in CODE for line, told in filled(path) if SQL.search(told)] == []


def test_no_brace_is_doubled_in_sql() -> None:
    texts = ((path, node) for path in CODE for node in ast.walk(ast.parse(path.read_text())))
    doubled = [
        f"{path}:{node.lineno}"
        for path, node in texts
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SQL.search(node.value)
        and "{{" in node.value
    ]
    assert doubled == []
