"""The supervisor reads visits as they come in from phones; what was said is a look at the file, and is logged."""

import pytest

from hutong.accounts import context
from hutong.care.actions import NewVisit, record_visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.models import View
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone
from tests.cast import grant_of

pytestmark = pytest.mark.django_db


def test_visits_from_phones_come_in_and_reading_one_is_a_look(cast, client_for):
    child, other = registered(), registered("李小红")
    with context.within(grant_of(cast.wanbao)) as grant:
        at_the_desk = Child.objects.within(grant).get(pk=other)
        record_visit(grant, at_the_desk, NewVisit(clock.today(), "home", no_change=True))
    phone = Phone()
    phone.enrol(client_for(cast.director))
    odd = {"no_change": False, "findings": {"mood": "problem"}, "notes": {"mood": "夜里睡不好"}, "words": "想妈妈"}
    phone.note("care.record_visit", payloads.visit(child, on=str(clock.today()), **odd))
    assert phone.push()[0]["status"] == "done"

    desk = client_for(cast.wanbao)
    [row] = desk.get("/arrived-visits").json()["items"]
    assert (row["child"]["name"], row["visitor"], row["odd"], row["words"]) == ("张小明", "王秀兰", True, True)
    assert "想妈妈" not in desk.get("/arrived-visits").content.decode()
    assert not payloads.rows_of(View, child=child)
    assert "想妈妈" in desk.get(f"/arrived-visits/{row['id']}").json()["text"]
    assert [look.person for look in payloads.rows_of(View, child=child)] == [cast.wanbao.pk]
    elsewhere = client_for(cast.kaoshan)
    assert elsewhere.get("/arrived-visits").json()["items"] == []
    assert elsewhere.get(f"/arrived-visits/{row['id']}").status_code == 404
