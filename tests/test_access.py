"""The access matrix: every route with every member of the cast, upon records of 靠山镇.

Bodies are made from the OpenAPI description, so a new route is in the matrix as soon as it is mounted.
"""

import re
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cast import CAST, KAOSHAN, grant_of
from tests.test_routes import ANY_SESSION, operations

KAOSHAN_VILLAGE = 220122_103_200
INSIDE = {"kaoshan", "nongan", "jilin"}
OUTSIDE = sorted(set(CAST) - INSIDE - {"administrator"})
LEDGER = Path(__file__).parent / "ledgers" / "wanbao-clean.xlsx"


@pytest.fixture
def records(cast) -> dict[str, str]:
    """Ids by the name that addresses give them: a child, a category, a ledger and a post of 靠山镇."""
    from hutong.accounts import scope
    from hutong.accounts.models import Post
    from hutong.children.intake import actions
    from hutong.children.models import Category
    from hutong.children.tests.factories import registered
    from hutong.config import clock
    from hutong.duties.actions import assign
    from hutong.duties.models import Duty, Waiver
    from hutong.journal.actions import operation

    child = registered(place=KAOSHAN_VILLAGE, grant=grant_of(cast.kaoshan))
    with scope.within(grant_of(cast.nongan)) as grant:
        ledger = actions.upload(grant, KAOSHAN, LEDGER.name, LEDGER.read_bytes())
        category = Category.objects.within(grant).get(child_id=child)
        post = Post.objects.within(grant).get(person=cast.kaoshan)
        owed = Duty.objects.within(grant).filter(child=child, ending="")[0]
        task = assign(grant, KAOSHAN_VILLAGE, "核实情况", "", clock.today())
        waiver = Waiver(duty=owed.pk, place=owed.place, child=child, reason="理由", asked_by=cast.kaoshan.pk, asked_name="",
                        asked_on=clock.today())  # fmt: skip
        with operation("duties.ask_waiver"):
            waiver.save(force_insert=True)
    ids = {"child": child, "category": category.pk, "ledger": ledger.pk, "post_id": post.pk}
    ids |= {"duty": owed.pk, "task": task.pk, "waiver": waiver.pk}
    ids |= papers_of(grant_of(cast.kaoshan), child)
    return {name: str(value) for name, value in ids.items()} | {"code": str(KAOSHAN_VILLAGE)}


def papers_of(supervisor: Any, child: uuid.UUID) -> dict[str, Any]:
    """A protected address and a printed paper of the child."""
    from hutong.accounts import scope
    from hutong.children.actions import protect_address
    from hutong.children.models import Child
    from hutong.config import clock
    from hutong.documents.printed import Wanted, issue

    with scope.within(supervisor) as grant:
        found = Child.objects.within(grant).get(pk=child)
        kept = protect_address(grant, found, clock.today(), None, against="father", basis="order")
        wanted = Wanted("documents/tests/sample.typ", "样张", found.place, "靠山镇", "测试", child=child)
        paper = issue(grant, wanted, {"subtitle": ["", ""], "rows": [], "visits": []}).paper
    return {"protection": kept.pk, "paper_code": paper.code}


def filled(path: str, ids: dict[str, str]) -> str:
    return "/api/v1" + re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], path)


@cache
def described() -> dict[str, Any]:
    from hutong.config.api import api

    return api.get_openapi_schema(path_prefix="/api/v1")


def body_of(method: str, path: str) -> Any:
    """The smallest body that the description of a route allows."""
    schema = described()
    content = schema["paths"]["/api/v1" + path][method.lower()].get("requestBody", {}).get("content", {})
    wanted = content.get("application/json", {}).get("schema")
    return _example(wanted, schema["components"]["schemas"]) if wanted else {}


def _example(schema: dict[str, Any], named: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(named[schema["$ref"].rsplit("/", 1)[1]], named)
    for choice in ("anyOf", "allOf"):
        if choice in schema:
            return _example(schema[choice][0], named)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        required = schema.get("required", [])
        return {name: _example(schema["properties"][name], named) for name in required}
    return _plain(schema)


def _plain(schema: dict[str, Any]) -> Any:
    texts = {"date": "2026-11-20", "uuid": str(uuid.uuid4()), "date-time": "2026-11-20T08:00:00Z"}
    values = {"integer": KAOSHAN_VILLAGE, "number": 1, "boolean": False, "array": []}
    return values.get(schema.get("type", ""), texts.get(schema.get("format", ""), "核实情况"))


def send(browser, method: str, address: str, body: Any) -> Any:
    if address.endswith("/ledgers") and method == "POST":
        with LEDGER.open("rb") as file:
            return browser.client.post(address, {"place": KAOSHAN, "file": file})
    if method == "GET":
        return browser.client.get(address, {"q": "万宝"})
    return browser._send(method.lower(), address.removeprefix("/api/v1"), body)


@pytest.mark.parametrize("who", sorted(CAST))
def test_a_route_answers_exactly_those_who_have_its_permission(cast, client_for, records, who: str) -> None:
    person = getattr(cast, who)
    browser, grant = client_for(person), grant_of(person)
    missing = {name: str(uuid.uuid4()) for name in records} | {"code": "999"}
    for method, path, operation in operations():
        if path not in ANY_SESSION:
            answer = send(browser, method, filled(path, missing), body_of(method, path))
            told = f"{who}: {method} {path} {answer.status_code}"
            assert answer.status_code < 500, told
            refused = answer.status_code == 403 and answer.json()["code"] == "not_allowed"
            assert refused is (operation.view_func.permission not in grant.permissions), told


@pytest.mark.parametrize("who", OUTSIDE)
def test_foreign_and_missing_records_answer_the_same(cast, client_for, records, who: str) -> None:
    person = getattr(cast, who)
    browser, grant = client_for(person), grant_of(person)
    missing = {name: str(uuid.uuid4()) for name in records}
    asked = 0
    for method, path, operation in operations():
        if "{" in path and path not in ANY_SESSION and operation.view_func.permission in grant.permissions:
            body = body_of(method, path)
            foreign = send(browser, method, filled(path, records), body)
            assert (foreign.status_code, method, path) == (404, method, path), foreign.content.decode()
            assert foreign.json() == send(browser, method, filled(path, missing), body).json()
            asked += 1
    assert asked or not grant.permissions & {"child_read", "post_write"}


@pytest.mark.parametrize("who", OUTSIDE)
def test_no_list_names_a_foreign_unit(cast, client_for, records, who: str) -> None:
    """A list of a unit outside answers as a unit that does not exist; the own lists do not show its child."""
    person = getattr(cast, who)
    browser, grant = client_for(person), grant_of(person)
    for method, path, operation in operations():
        lists = method == "GET" and "{" not in path and path not in ANY_SESSION
        if lists and operation.view_func.permission in grant.permissions:
            own = browser.client.get(f"/api/v1{path}", {"q": "张小明"})
            assert own.status_code == 200, (path, own.content.decode())
            assert records["child"] not in own.content.decode(), path
            foreign = browser.client.get(f"/api/v1{path}", {"place": KAOSHAN, "q": "张小明"})
            assert foreign.status_code in (200, 404), path
            assert records["child"] not in foreign.content.decode(), path


@pytest.mark.parametrize("who", sorted(INSIDE))
def test_those_whose_child_it_is_see_it(cast, client_for, records, who: str) -> None:
    browser = client_for(getattr(cast, who))
    assert browser.get(f"/children/{records['child']}").status_code == 200
    assert records["child"] in browser.get("/children", place=KAOSHAN).content.decode()
