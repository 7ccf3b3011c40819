"""The users' handbook (docs/手册) as pages of the open door, and where in it a screen is explained.

A heading says in a comment which screens its section is about, by the names of the office app's routes:
`## 导入台账 <!-- ledgers ledger -->`."""

import re
from functools import cache
from pathlib import Path

import markdown
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from markdown.extensions.toc import slugify_unicode

from hutong.accounts.permissions import Role
from hutong.documents.open_door import door

HANDBOOK = settings.BASE / "docs" / "手册"
MARKED = re.compile(r"^(#+) (.*?) *<!-- *([a-z -]+?) *-->$", re.MULTILINE)
PAGES = {
    "儿童主任": "儿童主任",
    "督导员": "儿童督导员",
    "县级": "县级以上民政部门、机构",
    "管理员": "系统管理员",
}
FIRST = {Role.CHILD_DIRECTOR: "儿童主任", Role.SUPERVISOR: "督导员", Role.ADMINISTRATOR: "管理员"}
OTHERWISE = "县级"


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One part of the handbook; its pictures stand beside it."""
    name = name.removesuffix(".md")
    if name not in PAGES:
        return missing(request)
    return door.page(
        "使用手册", "open/handbook.html", inner=mark_safe(_made(name)), pages=PAGES.items(), here=name, wide=True
    )  # our own text


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """A picture of the handbook."""
    file = HANDBOOK / "图" / name
    known = file.parent == HANDBOOK / "图" and file.suffix == ".png" and file.is_file()
    return FileResponse(file.open("rb"), content_type="image/png") if known else missing(request)


@require_safe
def at(request: HttpRequest, asked: str) -> HttpResponse:
    """Where a screen is explained. asked: its name, that of the page it belongs to, the role, whichever is known first."""
    words = asked.split("/")
    own = next((FIRST[Role(word)] for word in words if word in FIRST), OTHERWISE)
    found = [(name, part) for word in words for name, part in _sections().get(word, [])]
    name, part = next((one for one in found if one[0] == own), found[0] if found else (own, ""))
    return HttpResponseRedirect(f"/open/handbook/{name}" + (f"#{part}" if part else ""))


@require_safe
def missing(request: HttpRequest, **_: str) -> HttpResponse:
    """Any other address of the open door."""
    return door.page("没有这个页面", status=404, inner="网址可能写错了，或者这个页面已经不在了。")


@cache
def _made(name: str) -> str:
    text = MARKED.sub(r"\1 \2", _read(name))
    made = markdown.markdown(
        text, extensions=["tables", "fenced_code", "toc"], extension_configs={"toc": {"slugify": slugify_unicode}}
    )
    # One heading a page is the shell's.
    return made.replace("<h1", "<h2").replace("</h1>", "</h2>")


@cache
def _sections() -> dict[str, list[tuple[str, str]]]:
    """By screen: the pages of the handbook and the sections on them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in PAGES:
        for _, heading, screens in MARKED.findall(_read(name)):
            for screen in screens.split():
                found.setdefault(screen, []).append((name, slugify_unicode(heading, "-")))
    return found


def _read(name: str) -> str:
    path: Path = HANDBOOK / f"{name}.md"
    return path.read_text("utf-8")
