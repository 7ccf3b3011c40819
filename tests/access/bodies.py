"""The body of every request: the smallest that the OpenAPI description allows, or what stands in OVERRIDES."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tests.cast import PASSWORD

LEDGER = Path(__file__).parents[1] / "ledgers" / "wanbao-clean.xlsx"
CHILD = "张小明"
DAY = "2026-11-20"
# What the description cannot know, by route; laid over the generated body. A value may be a function of the place.
OVERRIDES: dict[str, dict[str, Any]] = {
    "POST /me/password": {"old": PASSWORD, "new": "换一个新的密码-2026"},
    "POST /alarm-channels": {"url": "json://127.0.0.1/hook"},
    "POST /sync/devices": {"data_key": "A" * 43},
    "POST /me/second-factor": {"code": "123456"},
    "POST /urgent-senders/{sender}/acknowledge": {"upto": lambda _: _now()},
    "POST /children/{child}/unmask": {"group": "father", "field": "phone"},
}
# Whose body may name a place and need not.
PLACED = {"POST /search/children", "POST /search/looks", "POST /search/organisations"}
# Parameters of the address behind "?", by route, laid over the required ones.
QUERIES: dict[str, dict[str, Any]] = {
    "GET /balance/behind": {"group": "age"},
    "GET /months/compare": {"first": "2026-10", "last": "2026-11"},
}


def _now() -> str:
    from hutong.ground import clock

    return clock.now().isoformat()


@cache
def described() -> dict[str, Any]:
    from hutong.config.api import api

    return api.get_openapi_schema(path_prefix="/api/v1")


def operation(key: str) -> dict[str, Any]:
    method, path = key.split()
    return described()["paths"]["/api/v1" + path][method.lower()]


def takes_place(key: str) -> bool:
    """Whether the request says a place, behind "?" or in its body."""
    asked = {one["name"] for one in operation(key).get("parameters", []) if one["in"] == "query"}
    return "place" in asked or "place" in body(key, 0)


def query(key: str, place: int | None) -> dict[str, Any]:
    """What stands behind "?"."""
    asked = [one for one in operation(key).get("parameters", []) if one["in"] == "query"]
    given = {one["name"]: _example(one["schema"], "") for one in asked if one.get("required")}
    names = {one["name"] for one in asked}
    if place is not None and "place" in names:
        given["place"] = place
    return given | QUERIES.get(key, {})


def body(key: str, place: int | None) -> dict[str, Any]:
    """The body for a unit; {} where none is taken."""
    content = operation(key).get("requestBody", {}).get("content", {})
    schema = next((kind["schema"] for kind in content.values()), None)
    made = _example(schema, "") if schema else {}
    assert isinstance(made, dict), f"{key}: give its body in tests/access/bodies.py"
    # The name of every child of the matrix, so that a search that looks too far finds one.
    if "q" in made:
        made["q"] = CHILD
    if place is not None and (key in PLACED or "place" in made):
        made["place"] = place
    over = {name: value(place) if callable(value) else value for name, value in OVERRIDES.get(key, {}).items()}
    return made | over


def is_upload(key: str) -> bool:
    return "multipart/form-data" in operation(key).get("requestBody", {}).get("content", {})


def _example(schema: dict[str, Any], name: str) -> Any:
    if "$ref" in schema:
        return _example(described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], name)
    for choice in ("anyOf", "allOf"):
        if choice in schema:
            return _example(schema[choice][0], name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        named = schema.get("properties", {})
        return {name: _example(named[name], name) for name in schema.get("required", [])}
    if schema.get("type") == "array":
        return [_example(schema["items"], name)] if schema.get("minItems") else []
    return _plain(schema)


def _plain(schema: dict[str, Any]) -> Any:
    texts = {"date": DAY, "uuid": "019ab000-0000-7000-8000-000000000001", "date-time": f"{DAY}T08:00:00Z"}
    texts |= {"binary": LEDGER}
    values = {"integer": int(schema.get("minimum", 1)), "number": 1, "boolean": False}
    return values.get(
        schema.get("type", ""), texts.get(schema.get("format", ""), "核实情况".ljust(schema.get("minLength", 0), "。"))
    )
