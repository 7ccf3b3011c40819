"""A survey is looked at before it is opened, and changed or cancelled until it begins."""

from datetime import timedelta

import pytest

from hutong.care.tests.surveying import EARLIER, ENDS, PLAN, TODAY, opened, owed, sweep
from hutong.children.tests.factories import registered
from hutong.ground import clock
from tests.cast import XINLI

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(7)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def test_before_it_is_opened_it_says_who_gets_what(cast, client_for):
    registered("张小明", on=EARLIER)
    registered("李小红", on=TODAY, categories=["distressed"])
    told = client_for(cast.antu).post("/campaign-preview", PLAN | {"units": [XINLI]})
    assert told.json() == {"villages": 1, "townships": 1, "children": 2}
    told = client_for(cast.antu).post("/campaign-preview", PLAN | {"units": [XINLI], "categories": ["distressed"]})
    assert told.json()["children"] == 1
    assert client_for(cast.nongan).post("/campaign-preview", PLAN).status_code == 404
    assert client_for(cast.antu).get("/campaigns").json()["total"] == 0


def test_what_has_not_begun_is_changed_and_what_it_makes_owed_follows(cast, client_for):
    registered("张小明", on=EARLIER)
    county = client_for(cast.antu)
    key = opened(county, starts=LATER)
    assert county.get(f"/campaigns/{key}").json()["may_change"]
    body = {name: PLAN[name] for name in ("name", "basis", "items")} | {"starts": str(TODAY), "ends": str(ENDS)}
    assert client_for(cast.nongan).put(f"/campaigns/{key}", body).status_code == 404
    assert county.put(f"/campaigns/{key}", body | {"ends": str(TODAY - timedelta(1))}).status_code == 422
    assert county.put(f"/campaigns/{key}", body).status_code == 204
    sweep()
    assert [due for *_, due in owed(cast.director, "survey")] == [ENDS]
    assert county.put(f"/campaigns/{key}", body).json()["code"] == "already_begun"
    assert county.delete(f"/campaigns/{key}").status_code == 409


def test_what_has_not_begun_is_cancelled_and_nobody_hears_of_it(cast, client_for):
    registered("张小明", on=EARLIER)
    county = client_for(cast.antu)
    key = opened(county, starts=LATER)
    assert client_for(cast.nongan).delete(f"/campaigns/{key}").status_code == 404
    assert county.delete(f"/campaigns/{key}").status_code == 204
    assert county.get("/campaigns").json()["total"] == 0
    with clock.at(LATER):
        sweep()
        assert owed(cast.director, "survey") == []
