"""A job that the worker cannot find is never done: every module with tasks is one that it imports."""

from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[1]


def test_the_worker_imports_every_module_with_tasks() -> None:
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "hutong").rglob("*.py")
        if "\n@app.task" in path.read_text(encoding="utf-8")
    }
    by_app = {f"{app}.tasks" for app in settings.INSTALLED_APPS}
    assert found - by_app <= set(settings.PROCRASTINATE_IMPORT_PATHS)
