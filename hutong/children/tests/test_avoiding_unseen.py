"""回避 leaves no trace: to whoever is kept out, the register with the child answers as the register without it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from hutong.children.tests.factories import registered
from hutong.children.tests.test_avoiding import ORDER, father_of, renamed
from hutong.ground import clock
from hutong.returns.months import close
from tests.access import bodies
from tests.cast import XINLI

# What says only what a person did himself, or is no list of children.
OWN = {"/me/security", "/me/sign-ins", "/sync/server-key", "/sync/phones"}
# Figures of a whole township by the policy's scale, which are its supervisor's duty; no village can be told from them.
KEPT = {"/key-checks"}
FATHER, CHILD = "张勇", "张小明"


SEARCHES = ("/search", "/search/children", "/search/looks", "/search/organisations")


def lists() -> list[str]:
    """Every address that is asked without naming a record."""
    paths = bodies.described()["paths"]
    asked = {path.removeprefix("/api/v1") for path, methods in paths.items() if "get" in methods and "{" not in path}
    return sorted(asked - OWN - KEPT)


def said(browser: Any, place: int | None) -> dict[str, Any]:
    """What each of them says of a place, or of all."""
    answers = {}
    for path in lists():
        asked = bodies.query(f"GET {path}", place)
        if path == "/months/compare":
            asked = {"first": _month(2), "last": _month(1)} | ({"place": place} if place else {})
        answer = browser.get(path, **asked)
        assert answer.status_code in (200, 403, 404), (path, answer.content.decode())
        answers[path] = answer.json()
        # Where the next page begins is a cipher, another one each time; that there is one is compared.
        if isinstance(answers[path], dict) and answers[path].get("next"):
            answers[path]["next"] = True
    for path in SEARCHES:
        answers[path] = browser.post(path, bodies.body(f"POST {path}", place)).json()
    return answers


@pytest.mark.parametrize(("who", "place"), [("director", None), ("wanbao", XINLI), ("antu", None)])
def test_every_list_and_figure_is_as_if_the_child_were_not_there(cast, client_for, who, place) -> None:
    noon = clock.now()
    with clock.at(noon - timedelta(70)):
        registered("李小红", place=XINLI, id_number=None)
    father = renamed(getattr(cast, who), FATHER)
    worlds = []
    for there in (True, False):
        with transaction.atomic():
            if there:
                _protected(cast, client_for, noon, days=20)
                _protected(cast, client_for, noon, days=70)
            for days in (31, 0):
                with clock.at(noon - timedelta(days)):
                    close.close_due()
            with clock.at(noon):
                worlds.append(said(client_for(father), place))
            transaction.set_rollback(True)
    with_child, without = worlds
    assert " ".join(path for path in with_child if CHILD in str(with_child[path])) == ""
    assert " ".join(path for path in with_child if with_child[path] != without[path]) == ""


def _month(back: int) -> str:
    """So many months before this one."""
    day = clock.today().replace(day=1)
    for _ in range(back):
        day = (day - timedelta(1)).replace(day=1)
    return f"{day:%Y-%m}"


def _protected(cast: Any, client_for: Any, noon: Any, days: int) -> None:
    with clock.at(noon - timedelta(days)):
        child = registered(CHILD, place=XINLI)
    assert father_of(child).name == FATHER
    with clock.at(noon):
        answer = client_for(cast.jilin).post(f"/children/{child}/address-protections", ORDER)
        assert answer.status_code == 200, answer.content.decode()
