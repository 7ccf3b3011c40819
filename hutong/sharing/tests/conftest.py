"""A child, its township's register of papers, and a paper of it that was numbered."""

import pytest

from hutong.children.tests.factories import registered
from hutong.sharing.tests.papers import issued
from tests.cast import WANBAO


@pytest.fixture
def child(cast):
    return registered(address="幸福小区3号")


@pytest.fixture
def series(cast, client_for):
    """万宝镇 numbers under 万政民函; the county set it up."""
    assert client_for(cast.antu).post("/paper-series", {"place": WANBAO, "code": " 万政民函 "}).status_code == 204
    [one] = client_for(cast.wanbao).get("/paper-series").json()["items"]
    assert (one["code"], one["own"], one["next_number"]) == ("万政民函", True, 1)
    return one["id"]


@pytest.fixture
def paper(cast, client_for, child, series):
    browser = client_for(cast.wanbao)
    issued(browser, child, series)
    return browser
