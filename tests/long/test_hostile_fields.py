"""Every field that a route takes, made from its description: what cannot be kept is refused in words, nothing breaks.

For each body and each parameter of the whole API one request a wrong value: NUL, half a character, a text of a hundred
thousand signs, a wrong type, a number beyond every column, a list or an object instead, confusables and signs that nobody sees.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.access import bodies, table
from tests.access.roles import VILLAGE
from tests.access.world import World

HOSTILE: dict[str, Any] = {
    "nul": "王\x00兰",
    "half": "王\ud840兰",
    "long": "长" * 100_000,
    "number": 10**30,
    "negative": -(10**30),
    "nan": float("nan"),
    "list": [[["x"]]],
    "object": {"": {"x": None}},
    "nothing": None,
    "empty": "",
    "unseen": "\u202e王\u200b\u2066兰\ufeff",
    "confusable": "０１２３Ⅳ①′; DROP TABLE children_child;--",
    "rare": "𫟷㑇·𰻝𠀀" * 3,
}
# Half a character cannot stand in an address: there Django reads it as the sign for what is unreadable.
UNSTORABLE = {"query": {"nul"}, "body": {"nul", "half"}}


def targets(key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """("query", (name,)) and ("body", path) of a route, one a field; lists by their first element."""
    for one in bodies.operation(key).get("parameters", []):
        if one["in"] == "query":
            yield "query", (one["name"],)
    if not bodies.is_upload(key):
        yield from (("body", (name,)) for name in sorted(_named(key)))


def _named(key: str) -> set[str]:
    content = bodies.operation(key).get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = content.get("schema", {})
    if "$ref" in schema:
        schema = bodies.described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return set(schema.get("properties", {}))


def asked(world: World, who: str, key: str, where: str, path: tuple[str, ...], value: Any) -> Any:
    """One request with one hostile value; taken back."""
    from django.db import transaction

    method, address = key.split()
    address = re.sub(r"\{(\w+)\}", lambda name: world.id(name[1], VILLAGE), address)
    browser, query, body = (
        world.browser(who, "active"),
        bodies.query(key, VILLAGE),
        copy.deepcopy(bodies.body(key, VILLAGE)),
    )
    if where == "query":
        query[path[0]] = value if isinstance(value, str) else json.dumps(value)
    else:
        body[path[0]] = value
    text = json.dumps(body, default=str)
    query = {name: one for name, one in query.items() if one is not None}
    told = {name: one.encode("utf-8", "surrogatepass") if isinstance(one, str) else one for name, one in query.items()}
    with transaction.atomic():
        full = f"/api/v1{address}?{urlencode(told)}"
        answer = browser.client.generic(method, full, "" if method == "GET" else text, content_type="application/json")
        transaction.set_rollback(True)
    return answer


def routes() -> list[str]:
    return sorted(key for key in table.routes() if any(True for _ in targets(key)))


@pytest.mark.parametrize("part", range(4))
def test_every_field_of_every_route_bears_every_hostile_value(matrix: World, part: int) -> None:
    wrong: list[str] = []
    for number, key in enumerate(routes()):
        if number % 4 != part:
            continue
        for where, path in targets(key):
            for kind, value in HOSTILE.items():
                answer = asked(matrix, "county, sealed", key, where, path, value)
                status = answer.status_code
                said = "" if answer.streaming else answer.content.decode(errors="replace")
                fine = status < 500 and not (kind in UNSTORABLE[where] and status < 400)
                if status >= 400 and fine:
                    fine = any("\u4e00" <= letter <= "\u9fff" for letter in json.loads(said)["message"])
                if not fine:
                    wrong.append(f"{key} {where}.{'.'.join(path)} {kind}: {status} {said[:150]}")
    assert not wrong, f"{len(wrong)} answers:\n" + "\n".join(wrong[:30])
