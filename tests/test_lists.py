"""Whoever floods a list hides nothing in it: every list has its true total and a next page, and no code cuts one silently."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.access import bodies

ROOT = Path(__file__).parents[1] / "hutong"
# Lists that are whole by their nature: address, field, why it cannot grow beyond a page. Facts of one record, at an
# address that names it, are parts of that record and are given whole (SLICES says that none of them is cut).
WHOLE = {
    "/balance equations": "groups of a layout, which is policy",
    "/campaign-choices items": "items of policy",
    "/children/new-form groups": "groups of a form",
    "/children/{child}/address-protections items": "of one child, all of them",
    "/children/{child}/attachments": "of one child, all of them",
    "/children/{child}/doubles items": "of one child, all of them",
    "/children/{child}/questions items": "of one child, as few as policy allows at once",
    "/children/{child}/sealed items": "of one child, all of them",
    "/children/{child}/shares items": "of one child, all of them",
    "/campaigns/{campaign} items": "what a campaign asks, which is policy",
    "/definition rules": "rules of a clause, which are policy",
    "/definition states": "three states",
    "/exports layouts": "layouts, which are policy",
    "/feedback/figures rows": "figures of the last twelve months",
    "/feedback/figures topics": "choices",
    "/feedback/mine kinds": "choices",
    "/feedback/mine topics": "choices",
    "/clauses": "clauses of the document",
    "/duty-choices posts": "posts at and directly below one level, all of them, to choose from",
    "/duty-choices rules": "rules, which are code",
    "/home untaken": "the longest waiting, which /urgent-reports has all of; how many there are stands beside",
    "/home week": "seven days",
    "/waits items": "one figure a page of the menu",
    "/home below": "all units below one",
    "/home lines": "clauses of an annex",
    "/home needs_me": "the first of /duties, which the page leads to",
    "/home path": "levels above a unit",
    "/key-checks suggested": "a proposal of ten whom to see next, out of /children",
    "/ledger-exceptions rules": "rules, which are code",
    "/me/phones items": "phones of one person, all of them",
    "/me posts": "posts of one person, all of them",
    "/me roles": "roles, which are code",
    "/me/security sessions": "sessions of one person, of which policy allows a few",
    "/months months": "closed months, all of them",
    "/months/compare kinds": "choices",
    "/months/compare reasons": "choices",
    "/months/compare totals": "one figure a kind",
    "/nights nights": "the nights of two weeks",
    "/office lines": "lines of a home page",
    "/packet-partners items": "the register of other deployments, all of it",
    "/place-changes asked": "changes that are being made, all of them",
    "/sealed-figures items": "one figure a kind",
    "/search children": "the first hits while a name is typed; /children has the list",
    "/search people": "the first hits while a name is typed; /posts has the list",
    "/search places": "the best hits while a name is typed",
    "/search/places": "the best hits of a name while it is typed; who looks for more types more",
    "/splits items": "divisions of villages of late, all of them",
    "/sync/phones items": "phones of one person, all of them",
    "/trends categories": "one line a category",
    "/trends freshness": "five bands",
}  # fmt: skip
# Where a set of rows is cut and no page follows: the code, and why nobody misses the rest.
SLICES = {
    "alarms/sending.py: plain(Alarm).filter(handed_on=False).select_for_update(skip_locked=True).order_by('id')[:BLOCK]": "block by block",
    "accounts/passwords.py: plain(FormerPassword).filter(person=person).order_by('-at')[:REMEMBERED - 1]": "policy",
    "sharing/printing/parts.py: model.objects.within(grant).filter(child=child).order_by(*paper.order)[:paper.most]": "the paper says how many",
    "config/restore.py: plain(model).using(backup.OWNER).exclude(**{field.name: None}).order_by('-pk')[:SAMPLE]": "a sample to try keys on",
    "desk/api.py: Post.objects.within(grant).filter(asked, period__contains=clock.today()).select_related('person')[:6]": "/search",
    "desk/children.py: _matching(Child.objects.within(grant), grant, text).order_by('name_key', 'id')[:limit]": "/search",
    "desk/awaited.py: rows.order_by(day, 'id')[:SHOWN]": "/home awaited: the oldest, with how many there are; all on the pages it leads to",
    "desk/owed.py: seen.filter(Q(child=child.pk) | Q(subject=child.pk), ending='').annotate(late=overdue()).order_by('due', 'id')[:MOST]": "of one child no more are owed at once",
    "desk/phones/urgent.py: _waits(grant, whose).order_by('-trusted', 'received_at', 'id')[:SHOWN]": "/home untaken",
    "desk/waiting.py: rows.annotate(late=overdue()).order_by(*ORDER)[:MOST]": "/home needs_me; a count of a hundred says 99+",
    "desk/sync.py: rows.order_by('-raised_at', '-id')[:ALARMS]": "a phone's newest, with how many are unread; all in /alarms",
    "desk/paging.py: rows.order_by()[:EXACT + 1]": "a total beyond 10,000 says so",
    "feedback/api.py: rows.filter(said__contains=F('name')).values_list('name', flat=True).distinct()[:3]": "words of a refusal",
    "feedback/sync.py: sent.order_by('-sent_at', '-id')[:SHOWN]": "a phone's own last words, with their total; all in /feedback/mine",
    "places/find.py: Place.objects.filter(scope, named, level__lt=Level.VILLAGE).order_by('level', 'code')[:HEADS]": "/places",
    "places/find.py: begins.order_by('level', Length('pinyin'), 'code')[:HEADS]": "/places",
    "places/find.py: pool.order_by('level', 'code')[:HEADS]": "/places",
}  # fmt: skip
# Functions that make pages: what they cut is told by `next`.
PAGERS = ("positions.py", "doubles/show.py", "exchange/show.py", "intake/show.py")
SETS = (".objects", "plain(", "order_by(", ".filter(")


def shape(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = bodies.described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def is_list(schema: dict[str, Any]) -> bool:
    kinds = [schema, *schema.get("anyOf", [])]
    return any(one.get("type") == "array" and "$ref" in one.get("items", {}) for one in kinds)


def answers() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, address, shape) of everything that answers JSON."""
    for path, methods in bodies.described()["paths"].items():
        for method, told in methods.items():
            found = told["responses"].get(200, told["responses"].get("200", {})).get("content", {})
            if "application/json" in found:
                yield method, path.removeprefix("/api/v1"), shape(found["application/json"]["schema"])


def lists() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(address, field, shape of the answer) of every list that is read: parts of one named record are no list."""
    for method, path, told in answers():
        if method != "get" and not path.startswith("/search"):
            continue
        if is_list(told):
            yield path, "", told
        for name, kind in told.get("properties", {}).items():
            if is_list(kind) and (name == "items" or "{" not in path):
                yield path, name, told


def test_every_list_tells_its_total_and_where_its_next_page_begins() -> None:
    capped = {
        f"{path} {name}".strip()
        for path, name, told in lists()
        if not (name == "items" and {"total", "next"} <= told.get("properties", {}).keys())
    }
    assert capped - set(WHOLE) == set(), (
        "give them {items, total, next} (accounts/positions.py), or say why they are whole"
    )
    assert set(WHOLE) - capped == set(), "take what is gone out of WHOLE"


def test_every_list_with_a_next_page_is_asked_for_it() -> None:
    """`next` leads nowhere where the route takes no `after`."""
    for path, _, told in lists():
        if "next" in told.get("properties", {}):
            assert "after" in parameters(path), path


def cuts() -> Iterator[str]:
    for path in sorted(ROOT.rglob("*.py")):
        inner = path.relative_to(ROOT)
        if {"tests", "demo", "migrations"} & set(inner.parts) or str(inner).endswith(PAGERS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Subscript(value, ast.Slice(upper=ast.expr())) if any(m in ast.unparse(value) for m in SETS):
                    yield f"{inner}: {ast.unparse(node)}"


def test_no_code_cuts_a_set_of_rows_and_says_nothing() -> None:
    found = set(cuts())
    assert found - set(SLICES) == set(), "page it (accounts/positions.py), or say in SLICES why nobody misses the rest"
    assert set(SLICES) - found == set(), "take what is gone out of SLICES"


SCREENS = Path(__file__).parents[1] / "web" / "apps"
CUT = re.compile(r"[\w.]+\.slice\((?:0, ?\d+|-\d+)\)")
# Where a screen shows so many and no more: the code, and why nobody misses the rest.
SHOWN = {
    "ChangePreview.vue: props.seen.posts.slice(0, 50)": "the whole number stands below",
    "DoublesPage.vue: row.found_at.slice(0, 10)": "the day of a moment",
    "UnsentPage.vue: house.kept.slice(-30)": "the last that arrived, of which nothing is owed",
    "VisitHistory.vue: props.visits.slice(0, 2)": "a button shows all",
    "looks.ts: role.slice(-4)": "a word",
}


def test_no_screen_cuts_a_list_and_says_nothing() -> None:
    files = [path for path in SCREENS.glob("*/src/**/*") if path.suffix in (".vue", ".ts")]
    found = {f"{path.name}: {cut}" for path in files for cut in CUT.findall(path.read_text(encoding="utf-8"))}
    assert found - set(SHOWN) == set(), "let the rest be shown (ChildrenPage.vue), or say in SHOWN why nobody misses it"
    assert set(SHOWN) - found == set(), "take what is gone out of SHOWN"


# Who sees the most of what lies in the county, and lists that nothing in the matrix's world fills.
READERS = ("county, sealed", "auditor", "administrator", "director")


@pytest.mark.parametrize("who", READERS)
def test_page_by_page_every_list_gives_each_row_once_and_as_many_as_it_says(matrix, monkeypatch, who: str) -> None:
    from hutong.accounts import positions

    browser, walked = matrix.browser(who, "active"), 0
    for path, name, told in lists():
        if "{" in path or path.startswith("/search") or name != "items" or "next" not in told["properties"]:
            continue
        asked = bodies.query(f"GET {path}", None)
        if browser.get(path, **asked).status_code != 200:
            continue
        for variant in variants(path):
            monkeypatch.setattr(positions, "PAGE", 1000)
            whole = browser.get(path, **asked, **variant, **limit(path, 100)).json()
            monkeypatch.setattr(positions, "PAGE", 1)
            rows = list(walk(browser, path, asked | variant | limit(path, 1)))
            assert rows == [str(row) for row in whole["items"]], (path, variant)
            count = whole["total"] if isinstance(whole["total"], int) else whole["total"]["count"]
            assert count == len(rows), (path, variant)
            walked += len(rows) > 1
    assert walked


def parameters(path: str) -> dict[str, dict[str, Any]]:
    """What a list is asked: behind "?", or of a search in the body."""
    methods = bodies.described()["paths"][f"/api/v1{path}"]
    if path.startswith("/search"):
        return shape(methods["post"]["requestBody"]["content"]["application/json"]["schema"])["properties"]
    return {one["name"]: one["schema"] for one in methods["get"].get("parameters", [])}


def variants(path: str) -> list[dict[str, Any]]:
    """A list under each of its tabs."""
    known = parameters(path)
    for name in ("box", "state", "of", "decided"):
        if name in known:
            values = [True, False] if known[name].get("type") == "boolean" else known[name].get("enum", [])
            return [{name: value} for value in values]
    return [{}]


def limit(path: str, rows: int) -> dict[str, int]:
    return {"limit": rows} if "limit" in parameters(path) else {}


def walk(browser: Any, path: str, asked: dict[str, Any]) -> Iterator[str]:
    after = None
    while True:
        page = browser.get(path, **asked, **({"after": after} if after is not None else {})).json()
        assert "items" in page, (path, page)
        yield from (str(row) for row in page["items"])
        if not (after := page["next"]):
            return
