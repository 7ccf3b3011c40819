"""One test for every route: it declares its permission, and what is foreign answers as what is missing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

# Routes for everybody who is signed in, without a permission of their own, each with the reason.
ANY_SESSION = {
    "/search/places": "public reference data, in an app below accounts",
    "/places/{code}": "public reference data, in an app below accounts",
}
# Routes for everybody, without a sign-in, each with the reason.
ANYBODY = {
    "/sync/server-key": "the public key to which urgent reports are sealed",
    "/sync/urgent": "紧急上报 is never closed",
}


def operations() -> Iterator[tuple[str, str, Any]]:
    from hutong.config.api import api

    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield from ((method, f"{prefix}{path}", operation) for method in operation.methods)


def test_every_route_declares_its_permission() -> None:
    bare = [
        f"{method} {path}"
        for method, path, operation in operations()
        if path not in ANY_SESSION | ANYBODY and not hasattr(operation.view_func, "permission")
    ]
    assert bare == []


@pytest.mark.django_db
def test_every_route_asks_for_a_session(client) -> None:
    for method, path, _ in operations():
        if path in ANYBODY:
            continue
        address = re.sub(r"\{[^}]*\}", "222426105204", f"/api/v1{path}")
        answer = client.generic(method, address, "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["message"]) == (401, "请先登录。"), address


def test_no_address_stands_in_two_routers() -> None:
    """Django would ask only the first, and the other's methods would answer 405."""
    from hutong.config.api import api

    paths = [path for _, router in api._routers for path in router.path_operations]
    assert [path for path in paths if paths.count(path) > 1] == []


def test_there_are_routes() -> None:
    assert len(list(operations())) >= 8


def test_no_address_outside_the_api_reads_records() -> None:
    from django.urls import get_resolver

    addresses = {str(getattr(pattern, "pattern", pattern)) for pattern in get_resolver().url_patterns}
    assert addresses == {
        "api/v1/openapi.json",  # the description of the API, for whoever is signed in
        "api/v1/",
        "_allauth/browser/v1/auth/",  # sign-in and sign-out
        "demo-accounts",  # public: accounts of a demo world, whose password every start prints
        "open/answer",  # public: the answer box, which tells whoever has a good code what one paper is called
        "open/check",  # public: whether a printed paper is valid, and nothing else of it
        "open/handbook/at/<path:asked>",  # public: the users' handbook, which holds no data
        "open/handbook/图/<str:name>",
        "open/handbook/<str:name>",
        r"^open(?:/.*)?$",  # no such page
        "healthz",  # public: says only whether the server answers
        r"^(?:api|_allauth)(?:/.*)?$",  # no such address
        r"^m(?:/.*)?$",  # the phone app's page, which holds no data
        r"^.*$",  # the office app's page, which holds no data
    }


@pytest.mark.parametrize("path", ["/me", "/posts", "/places/22", "/openapi.json", "/openapi.json/x"])
def test_nobody_sees_anything_without_signing_in(db: None, client, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code in (401, 404)
    assert answer.json()["message"]


@pytest.mark.django_db
def test_an_address_that_is_not_there_says_so_in_chinese(client) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["message"] == "没有这个地址。"
