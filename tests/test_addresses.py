"""No address names anybody: what people type is sent in the body, for routers, proxies and browsers keep addresses."""

import base64
from typing import Any

import pytest

from hutong.children.tests.factories import registered
from tests.access import bodies

# Parameters that are texts, and what each may hold: words of the program or a month. Whoever adds one says why it names nobody.
TEXTS = {
    "category": "the key of a category", "clause": "the number of a clause", "layout": "the key of a layout",
    "rule": "the key of a rule", "outcome": "a word of the program", "month": "a month", "first": "a month", "last": "a month",
    "group": "the key of an equation", "sender": "a hash whose key is renewed daily",
    "after": "a place in a list, sealed where it holds more than numbers",
}  # fmt: skip
FORMATS = {"date", "uuid"}


def texts(schema: dict[str, Any]) -> bool:
    """Whether a parameter takes whatever somebody types."""
    if "$ref" in schema:
        schema = bodies.described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if choices := schema.get("anyOf", schema.get("allOf")):
        return any(map(texts, choices))
    return schema.get("type") == "string" and "enum" not in schema and schema.get("format") not in FORMATS


def test_no_route_takes_what_people_type_behind_the_question_mark() -> None:
    found = [
        f"{method.upper()} {path}?{one['name']}="
        for path, methods in bodies.described()["paths"].items()
        for method, operation in methods.items()
        for one in operation.get("parameters", [])
        if one["in"] == "query" and texts(one["schema"]) and one["name"] not in TEXTS
    ]
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["name", "birth_date", "due"])
def test_the_address_of_the_next_page_tells_nothing_of_the_last_row(cast, client_for, sort: str) -> None:
    for name in ("张小明", "李小红", "王小刚"):
        registered(name, id_number=None)
    browser = client_for(cast.director)
    page = browser.get("/children", sort=sort, limit=2).json()
    opened = base64.urlsafe_b64decode(page["next"])
    told = [str(row[key]).encode() for row in page["items"] for key in ("name", "birth_date", "id", "next_due")]
    assert [one for one in [*told, b"zhang", b"xiao", b"li "] if one in opened] == []
    again = browser.get("/children", sort=sort, limit=2, after=page["next"]).json()
    assert len(again["items"]) == 1


@pytest.mark.django_db
def test_a_word_in_an_address_finds_nobody(cast, client_for) -> None:
    """What an old page or a bookmark still asks is answered as if it had not said the word."""
    registered("张小明")
    browser = client_for(cast.director)
    assert browser.get("/search", q="张小明").status_code == 405
    assert browser.get("/children", q="没有此人").json()["total"]["count"] == 1
    assert browser.post("/search/children", {"q": "没有此人"}).json()["total"]["count"] == 0
