"""What must be sealed is not kept in the clear, wherever somebody types it: forms of the desk, visits, exits, phones."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.care.models import CHECKLIST, Visit
from hutong.children.models import Child
from hutong.children.tests.factories import read, registered
from hutong.ground import clock
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone
from tests.cast import JIANGBEI, XINLI

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SAID = ["父亲爱滋病", "父亲 刑 拘", "遭家暴", "父被判三年", "母亲强戒"]
ORDINARY = ["父亲是县公安局刑警", "讲了防性侵知识", "父母离婚，判给父亲"]
VISIT = {"on": "2026-11-24", "mode": "home", "no_change": True}


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def refused(answer, text):
    assert answer.status_code == 422, answer.content.decode()
    assert "应当密封" in answer.content.decode()
    assert text not in answer.content.decode()


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/children", lambda text: {"place": XINLI, "groups": {"child": {"name": "李新", "sex": "male", "birth_date": "2016-03-05", "id_kind": "none", "remark": text}}}),
        ("/children/{child}/visits", lambda text: VISIT | {"words": text}),
        ("/children/{child}/visits", lambda text: VISIT | {"next_steps": text}),
        ("/children/{child}/visits", lambda text: VISIT | {"no_change": False, "findings": dict.fromkeys(CHECKLIST, "normal") | {"living": "problem"}, "notes": {"living": text}}),
        ("/children/{child}/exit", lambda text: {"reason": "returned", "on": "2026-11-24", "note": text}),
        ("/children/{child}/categories", lambda text: {"key": "distressed", "since": "2026-11-24", "basis": text, "decided_by": "安图县民政局"}),
        ("/children/{child}/moves", lambda text: {"to": JIANGBEI, "reason": text}),
    ],
    ids=["new", "words", "steps", "notes", "exit", "category", "move"],
)  # fmt: skip
def test_typed_at_the_desk(cast, client_for, path, body, text):
    child = registered(place=XINLI, born=date(2018, 3, 4))
    refused(client_for(cast.wanbao).post(path.format(child=child), body(text)), text)
    with context.within(grants.system()) as grant:
        assert Child.objects.within(grant).count() == 1
        assert not Visit.objects.within(grant).exists()
    assert read(child).exited_on is None


@pytest.mark.parametrize("text", ORDINARY)
def test_a_job_a_lesson_and_a_judgement_are_kept(cast, client_for, text):
    child = registered(place=XINLI)
    answer = client_for(cast.director).post(f"/children/{child}/visits", VISIT | {"words": text})
    assert answer.status_code == 200, answer.content.decode()


@pytest.mark.parametrize("verb", ["withdraw", "end"])
def test_why_a_category_goes(cast, client_for, verb):
    child = registered(place=XINLI, categories=["distressed"])
    browser = client_for(cast.wanbao)
    [held] = browser.get(f"/children/{child}").json()["categories"]
    said = {"note": "母亲强戒", "reason": "母亲强戒", "on": str(TODAY)}
    refused(browser.post(f"/children/{child}/categories/{held['id']}/{verb}", said), "母亲强戒")
    assert browser.get(f"/children/{child}").json()["categories"] == [held]


def test_sent_by_a_phone(cast, client_for):
    phone = Phone()
    phone.enrol(client_for(cast.director))
    child = registered(place=XINLI)
    phone.note("care.record_visit", payloads.visit(child) | {"on": "2026-11-24", "words": "爸爸在看 守 所"})
    [answer] = phone.push()
    assert (answer["status"], answer["code"]) == ("refused", "invalid")
    assert "words" in repr(answer["fields"])
    assert not payloads.visits(child)
    phone.note("care.record_visit", payloads.visit(child) | {"on": "2026-11-24", "words": "爸爸不在家"})
    assert phone.push()[0]["status"] == "done"
