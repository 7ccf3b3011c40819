"""What is new for a director, on the phone: kept as last told, marked as seen there too, and nobody else's."""

import pytest

from hutong.sync.tests.phone import Phone
from tests.cast import XINLI

pytestmark = pytest.mark.django_db
TASK = {"place": XINLI, "title": "给张小明送过冬衣物", "text": "", "due": "2099-01-01"}


@pytest.fixture
def phone(cast, client_for):
    one = Phone()
    one.enrol(client_for(cast.director))
    one.pull()
    return one


def told(phone):
    phone.pull()
    return phone.documents["alarms"]["data"]


def test_it_comes_with_the_pull_without_a_word_of_the_matter(cast, client_for, phone):
    assert told(phone) == {"unread": 0, "items": []}
    assert client_for(cast.wanbao).post("/tasks", TASK).status_code == 204
    new = told(phone)
    assert (new["unread"], [one["text"] for one in new["items"]]) == (1, ["有1项交办任务待办理"])
    assert "张小明" not in str(new)


def test_seen_on_the_phone_is_seen_on_the_desk_and_the_other_way_round(cast, client_for, phone):
    for _ in range(2):
        client_for(cast.wanbao).post("/tasks", TASK)
    first, second = (one["id"] for one in told(phone)["items"])
    assert phone.call("/sync/alarms/read", {"ids": [first]}).status_code == 204
    desk = client_for(cast.director)
    assert {one["id"]: one["read"] for one in desk.get("/alarms").json()["items"]} == {first: True, second: False}
    desk.post("/alarms/read", {"ids": [second]})
    assert told(phone)["unread"] == 0


def test_another_phone_neither_hears_of_it_nor_marks_it(cast, client_for, phone):
    client_for(cast.wanbao).post("/tasks", TASK)
    other = Phone()
    other.enrol(client_for(cast.neighbour))
    assert told(other) == {"unread": 0, "items": []}
    [mine] = told(phone)["items"]
    assert other.call("/sync/alarms/read", {"ids": [mine["id"]]}).status_code == 204
    assert told(phone)["unread"] == 1
