"""A closed matter is seen, owed and counted by those it is addressed to, and leaves no trace with anybody else."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.alarms import sending
from hutong.alarms.models import Alarm, Delivery, Kind
from hutong.children.tests.factories import registered
from hutong.duties import actions, climbing, engine
from hutong.duties.models import Duty, Task
from hutong.duties.tests import invented
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.returns.out.tests.support import exported, rows
from hutong.sync.tests.phone import Phone
from tests.cast import ANTU, XINLI, grant_of

TODAY = date(2026, 11, 24)
CANARY = "密件金丝雀"
ASKED = (
    "/home", "/office", "/trends", "/duties?state=due", "/duties?state=overdue", "/duties?state=done", "/duties?clause=A1-5",
    "/children?sort=due", "/decisions/waivers", "/definition?clause=A1-5",
)  # fmt: skip
pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture(scope="module", autouse=True)
def rule(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with invented.live([invented.CLOSED]):
            yield
        connections["owner"].close()


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def matter(cast):
    """A record from which the rule makes nothing yet."""
    registered()
    with context.within(grants.system()), operation("test"):
        task = Task(place=XINLI, owner="", organisation=uuid.uuid4(), title=invented.TITLE, due=TODAY, assigned_name="系统",
                    assigned_on=TODAY, withdrawn_on=TODAY)  # fmt: skip
        task.save(force_insert=True)
    with context.within(grants.system()):
        engine.sweep()
    return task.pk


def post_of(person):
    return grant_of(person).post


def address(matter, *ids, by=None):
    """Somebody names whom the matter is addressed to."""
    with context.within(by or grants.system()), operation("test"):
        plain(Task).filter(pk=matter).update(text=",".join(map(str, ids)))


def owed(person):
    with context.within(grant_of(person)) as grant:
        return list(Duty.objects.addressed_to(grant).filter(rule="test_closed", ending=""))


def told(browser):
    """All that a person is answered, with the length of each answer; positions in lists are sealed anew each time."""
    answers = {path: browser.get(path) for path in ASKED}
    return {
        path: (answer.status_code, len(answer.content), re.sub(rb'"next": "[^"]*"', b"", answer.content))
        for path, answer in answers.items()
    }


def test_no_answer_of_anybody_else_differs_by_it_and_no_phone_hears(cast, client_for, matter):
    others = (
        "director",
        "neighbour",
        "wanbao",
        "yanbian",
        "jilin",
        "institution",
        "auditor",
        "administrator",
        "police",
        "nongan",
    )
    phone = Phone()
    phone.enrol(client_for(cast.director))
    phone.pull()
    browsers = {key: client_for(getattr(cast, key)) for key in others}
    before = {key: told(browser) for key, browser in browsers.items()}
    quiet = phone.call("/sync/pull", phone.wish()).json()
    address(matter, post_of(cast.antu))
    assert owed(cast.antu)
    for key, browser in browsers.items():
        assert told(browser) == before[key], key
    heard = phone.call("/sync/pull", phone.wish()).json()
    # The record itself is of the village; what it made owed is not.
    assert (heard["duties"], heard["state"]) == (quiet["duties"], quiet["state"])
    with context.within(grants.system()):
        assert query.rows("SELECT count(*) FROM desk_tally WHERE rule = 'test_closed'") == [(0,)]
        assert not plain(Duty).filter(rule="test_closed").exists()


def test_it_is_on_the_home_page_in_the_list_and_in_the_figures_of_its_addressees(cast, client_for, matter):
    address(
        matter, post_of(cast.antu), post_of(cast.wanbao), cast.institution.pk, grant_of(cast.police).organisations[0]
    )
    for person in (cast.antu, cast.wanbao, cast.institution):
        browser = client_for(person)
        assert CANARY in [item["why"] for item in browser.get("/home").json()["needs_me"]]
        listed = browser.get("/duties?state=due&clause=A1-5").json()
        assert [item["why"] for item in listed["items"]] == [CANARY]
        assert listed["total"]["count"] == 1
    [line] = [line for line in client_for(cast.antu).get("/home").json()["lines"] if line["clause"] == "A1-5"]
    assert line["due"] == 1
    assert owed(cast.police)


def test_a_post_of_a_village_is_never_among_them(cast, matter):
    address(matter, post_of(cast.director), cast.director.pk)
    assert owed(cast.director) == []
    with context.within(grant_of(cast.director)):
        assert not plain(Duty).filter(rule="test_closed").exists()


def test_it_stands_at_the_county_and_the_database_holds_to_that(cast, matter):
    address(matter, post_of(cast.antu))
    [duty] = owed(cast.antu)
    assert (duty.place, duty.closed) == (ANTU, True)
    with pytest.raises(IntegrityError), transaction.atomic(), context.within(grant_of(cast.antu)):
        query.run("UPDATE duties_duty SET place = %s WHERE id = %s", [XINLI, duty.pk])


def test_whoever_may_not_see_it_can_close_it_by_what_he_writes(cast, matter):
    """The director's record makes it owed and done; he never sees that."""
    address(matter, post_of(cast.antu), by=grant_of(cast.director))
    assert owed(cast.antu)
    with context.within(grant_of(cast.director)), operation("test"):
        plain(Task).filter(pk=matter).update(done_on=TODAY)
    assert owed(cast.antu) == []
    with context.within(grant_of(cast.antu)):
        assert plain(Duty).filter(rule="test_closed").get().ending == "done"


def test_nobody_else_finds_it_by_its_id_and_nobody_waives_it(cast, client_for, matter):
    address(matter, post_of(cast.antu))
    [duty] = owed(cast.antu)
    for key in ("wanbao", "yanbian", "institution"):
        with pytest.raises(actions.Problem) as refused, context.within(grant_of(getattr(cast, key))) as grant:
            actions.ask_waiver(grant, duty.pk, "不需要")
        assert refused.value.status == 404
    with pytest.raises(actions.Problem) as refused, context.within(grant_of(cast.antu)) as grant:
        actions.ask_waiver(grant, duty.pk, "不需要")
    assert refused.value.status == 422


def test_being_addressed_gives_no_right_to_sealed_facts(cast, matter):
    address(matter, post_of(cast.wanbao))
    with context.within(grant_of(cast.wanbao)):
        assert owed(cast.wanbao)
        assert query.rows("SELECT hutong_sealed()") == [(False,)]


def test_left_undone_it_goes_to_the_named_post_of_the_next_level(cast, matter):
    with context.within(grants.system()), operation("test"):
        plain(Post).filter(pk=post_of(cast.yanbian)).update(sealed=True)
    address(matter, post_of(cast.antu))
    assert owed(cast.yanbian) == []
    with clock.at(TODAY + timedelta(4)):
        [reached] = climbing.climb()
        assert (reached.step, reached.level) == (1, 2)
        assert owed(cast.yanbian)
        assert owed(cast.antu)
        assert owed(cast.jilin) == []
        assert climbing.climb() == []


def test_the_named_post_has_an_alarm_that_goes_out_by_no_channel_and_nobody_else_has_one(cast, matter):
    with context.within(grants.system()), operation("test"):
        plain(Post).filter(pk=post_of(cast.yanbian)).update(sealed=True)
    address(matter, post_of(cast.antu))
    with clock.at(TODAY + timedelta(4)):
        climbing.climb()
    with context.within(grants.system()):
        [alarm] = plain(Alarm).filter(kind=Kind.OVERDUE)
        assert (alarm.person, alarm.handed_on) == (cast.yanbian.pk, True)
        sending.run()
        assert not plain(Delivery).exists()


def test_no_workbook_holds_it_not_even_an_addressees(cast, matter):
    before = [workbook(person) for person in (cast.antu, cast.wanbao)]
    address(matter, post_of(cast.antu), post_of(cast.wanbao))
    assert [workbook(person) for person in (cast.antu, cast.wanbao)] == before


def workbook(person):
    """Rows and total of the list of duties as it leaves the house."""
    grant = grant_of(person)
    export, content = exported(person, grant.places[0], "duties", filters={"state": "due"})
    return rows(content), export.total


def test_refusals_of_others_are_those_of_what_does_not_exist(cast, client_for, matter):
    """Word for word, at the desk and from a phone."""
    address(matter, post_of(cast.antu))
    [duty] = owed(cast.antu)
    for key in ("director", "wanbao", "yanbian", "institution", "nongan"):
        browser = client_for(getattr(cast, key))
        asked = [browser.post(f"/duties/{one}/waiver", {"reason": "不需要"}) for one in (duty.pk, uuid.uuid4())]
        assert len({(answer.status_code, answer.content) for answer in asked}) == 1, key
    phone = Phone()
    phone.enrol(client_for(cast.director))
    for subject in (duty.subject, uuid.uuid4()):
        phone.note("care.report_campaign", {"subject": str(subject), "note": "已报"})
    first, second = phone.push()
    assert {**first, "op_id": ""} == {**second, "op_id": ""}
