"""The desk's page that the recipe for a new record writes: typed by the client that is made for it, and laid out as the house does."""

import subprocess
from pathlib import Path

from django.conf import settings

from tests import recipe


def test_the_page_of_a_new_record_is_typed_and_laid_out(tmp_path):
    base = recipe.copy(tmp_path / "project")
    recipe.follow(base)
    web = base / "web"
    for name in ("package.json", "tsconfig.base.json", "eslint.config.js", "apps/desk/tsconfig.json"):
        (web / name).write_bytes((settings.BASE / "web" / name).read_bytes())
    _installed(web / "node_modules")
    (web / "packages/api/openapi.json").write_text(recipe.run(base, "-m", "hutong", "openapi"), "utf-8")
    for command in (
        "npm run client --workspace @hutong/api",
        "npx vue-tsc --noEmit -p apps/desk",
        "npx prettier --check apps/desk/src/care apps/desk/src/router.ts apps/desk/src/frame",
    ):
        done = subprocess.run(command.split(), cwd=web, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def _installed(modules: Path) -> None:
    """What is installed beside the project, but for its own packages: those are the copy's."""
    modules.mkdir()
    for one in (settings.BASE / "web" / "node_modules").iterdir():
        if one.name != "@hutong":
            (modules / one.name).symlink_to(one)
    (modules / "@hutong").mkdir()
    for package in (modules.parent / "packages").iterdir():
        (modules / "@hutong" / package.name).symlink_to(package)
