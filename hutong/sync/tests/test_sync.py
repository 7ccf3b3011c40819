"""What a director relies on: what was recorded without signal arrives once, and the phone shows what the desk shows."""

import uuid
from datetime import date

import pytest

from hutong.accounts import scope
from hutong.care.models import Visit
from hutong.children import actions
from hutong.children.tests.factories import read, registered
from hutong.config import clock
from hutong.sync.tests.phone import Phone
from tests.cast import grant_of

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def phone(cast, client_for) -> Phone:
    """The phone of 王秀兰, director of 新立村."""
    one = Phone()
    assert one.enrol(client_for(cast.director)).status_code == 200
    return one


def visit(child, **told):
    return {"child": str(child), "id": str(uuid.uuid4()), "on": str(TODAY), "mode": "home", "no_change": True} | told


def test_a_first_pull_brings_the_village_and_the_second_nothing(phone):
    child = registered()
    phone.pull()
    file = phone.child(child)
    assert file
    assert file["name"] == "张小明"
    assert file["groups"]["carer"]["phone"] == "13844330001"
    assert {duty["clause"] for duty in phone.duties["items"]} == {"A3-2", "A3-4"}
    again = phone.pull()
    assert (again["records"], again["removed"], again["duties"], again["documents"]) == ([], [], None, {})


def test_a_visit_recorded_without_signal_arrives_once_and_discharges_the_duty(phone):
    child = registered()
    phone.pull()
    op = phone.note("care.record_visit", visit(child))
    [done] = phone.push()
    assert done["status"] == "done", done
    assert phone.send([op]).json()["results"] == [done]
    with scope.within(scope.system()) as grant:
        assert Visit.objects.within(grant).filter(child=child).count() == 1
    phone.pull()
    assert len(phone.records["visits", str(child)]["data"]["items"]) == 1


def test_different_fields_merge_and_the_same_field_is_shown_to_a_person(phone, cast):
    child = registered()
    phone.pull()
    rev = phone.child(child)["rev"]
    with scope.within(grant_of(cast.wanbao)) as grant:
        actions.update(grant, child, rev, {}, {"child": {"address": "新立村一组"}})
    phone.note(
        "children.update",
        {"child": child, "base": {}, "changes": {"child": {"address": "新立村二组", "remark": "门口有狗"}}},
        rev,
    )
    [answer] = phone.push()
    assert answer["status"] == "conflict", answer
    kept = read(child)
    assert (kept.address, kept.remark) == ("新立村一组", "门口有狗")
