"""回避: who is, or may be, the person protected against does not reach the child, by whatever way, and it is listed."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hutong.accounts import context, grants, phones
from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.children.models import Child, Relative
from hutong.children.sync import feed
from hutong.children.tests.factories import read, registered
from hutong.ground import clock
from hutong.ground.sealing import unsealed
from hutong.journal.actions import operation
from hutong.ledgers import commands
from hutong.sync.registry import registry
from tests.cast import JIANGBEI, NONGAN, WANBAO, XINLI, again, grant_of

LEDGERS = Path(__file__).parents[3] / "tests" / "ledgers"

ORDER = {"against": "father", "basis": "order", "document": "（2026）吉2426民保令1号", "since": "2026-01-05"}
WHY = "夜间派出所送来，核实监护人"


@pytest.fixture(autouse=True)
def noon():
    """A look at night is unusual by itself."""
    with clock.at(clock.today()):
        yield


@pytest.fixture
def child(cast, client_for):
    """A child of 新立村, its address kept from the father, whom the file names."""
    made = registered(place=XINLI, grant=grant_of(cast.wanbao))
    answer = client_for(cast.antu).post(f"/children/{made}/address-protections", ORDER)
    assert answer.status_code == 200, answer.content.decode()
    return made


def father_of(child) -> Relative:
    with context.within(grants.system()) as grant:
        return Relative.objects.within(grant).get(child=child, kind="father")


def renamed(person: Person, name: str) -> Person:
    """The officer bears this name."""
    with context.within(grants.system()), operation("tests.rename"):
        plain(Person).filter(pk=person.pk).update(name=name)
    return again(person)


def lists(browser) -> dict[str, str]:
    """What every list, search and home page says that this person may ask."""
    paths = "/children /duties /home /office /reviews /doubles /key-checks /ledger-exceptions /moves /waiting"
    found = {path: str(browser.post(path, {"q": "张小明"}).json()) for path in ("/search", "/search/children")}
    return found | {path: str(browser.get(path).json()) for path in paths.split()}


def looks(cast, client_for) -> list[dict]:
    return client_for(cast.auditor).get("/looks", unusual=True, kind="kept_out").json()["items"]


def test_the_father_in_the_village_committee_finds_no_trace_of_the_child(cast, client_for, child):
    name = read(child).name
    before = lists(client_for(cast.director))
    assert {"/children", "/search", "/search/children", "/duties", "/ledger-exceptions"} == {
        path for path in before if name in before[path]
    }
    with context.within(grant_of(cast.director)) as grant:
        assert child in feed._versions(grant)
    father = renamed(cast.director, father_of(child).name)
    with context.within(grant_of(father)) as grant:
        assert child not in feed._versions(grant)
    for path, told in lists(client_for(father)).items():
        assert str(child) not in told, path
        assert name not in told, path
    for way in ("", "/visits", "/timeline", "/print", "/address-protections", "/looks", "/attachments", "/doubles"):
        answer, nowhere = (client_for(father).get(f"/children/{one}{way}") for one in (child, uuid4()))
        assert (answer.status_code, answer.content) == (nowhere.status_code, nowhere.content)
        assert answer.status_code in (403, 404), way
    with context.within(grant_of(father)) as grant:
        assert not Child.objects.within(grant).filter(pk=child).exists()
    found = looks(cast, client_for)[0]
    assert (found["person"], found["kind_label"], found["reasons"][0]["key"]) == (
        father.name,
        "应回避，没有打开",
        "kin",
    )


def test_the_same_telephone_is_enough_and_another_child_stays_open(cast, client_for, child):
    other = registered(place=XINLI, grant=grant_of(cast.wanbao), name="李小红", id_number=None)
    uncle = cast.director
    with context.within(grants.system()) as grant, operation("tests.phone"):
        row = Relative.objects.within(grant).get(child=child, kind="father")
        number = unsealed(row, "phone")
        phones.give(uncle, number or "")
        uncle.save(update_fields=["phone", "phone_token"])
    assert number
    assert client_for(uncle).get(f"/children/{child}").status_code == 404
    assert client_for(uncle).get(f"/children/{other}").status_code == 200


def test_nothing_tells_him_a_child_of_his_own_village_from_no_child(cast, client_for, child):
    """Not the words, not the log behind them, not the work that an answer takes."""
    father = renamed(cast.director, father_of(child).name)
    browser = client_for(father)
    browser.get("/me")
    asked = {}
    for one in (child, uuid4()):
        with CaptureQueriesContext(connection) as seen:
            answer = browser.get(f"/children/{one}")
        words = [query["sql"].split()[0] for query in seen if "SAVEPOINT" not in query["sql"]]
        asked[one] = (answer.status_code, answer.content, words)
    there, nowhere = asked.values()
    assert there == nowhere
    assert [look["kind"] for look in looks(cast, client_for)] == ["kept_out"]


def test_by_a_number_his_county_learns_nothing_of_a_child_that_he_must_avoid(cast, client_for):
    here = registered("郭宇志", place=XINLI, born=date(2024, 2, 12), id_number="222426202402124852")
    assert client_for(cast.jilin).post(f"/children/{here}/address-protections", ORDER).status_code == 200
    browser = client_for(renamed(cast.antu, father_of(here).name))
    said = [browser.post("/children", opening(number)) for number in ("222426202402124852", "222426202402124932")]
    assert [answer.status_code for answer in said] == [200, 200]
    assert said[0].json().keys() == said[1].json().keys()


def opening(number: str) -> dict:
    """A new file with a number."""
    child = {"name": "某某", "sex": "male", "birth_date": "2024-02-12", "id_number": number}
    return {"place": XINLI, "groups": {"child": child}, "categories": []}


def test_his_county_far_away_cannot_break_the_glass_nor_claim_and_he_is_told_nothing(cast, client_for, child):
    number, named = read(child).number, read(child).name
    father = renamed(cast.nongan, father_of(child).name)
    browser = client_for(father)
    unknown = browser.post("/break-glass", {"number": "HT9999999999", "name": named, "purpose": WHY})
    tried = browser.post("/break-glass", {"number": number, "name": named, "purpose": WHY})
    assert (tried.status_code, tried.json()) == (404, unknown.json())
    assert browser.get(f"/children/{child}").json() == browser.get(f"/children/{cast.nongan.pk}").json()
    assert [look["kind"] for look in looks(cast, client_for)] == ["kept_out", "kept_out"]


def test_the_county_may_not_share_the_file_into_his_hands(cast, client_for, child):
    from hutong.sharing.tests.test_shares import shared

    shared(cast, child, NONGAN, parts=("child", "where", "numbers"))
    assert client_for(cast.nongan).get(f"/children/{child}").status_code == 200
    father = renamed(cast.nongan, father_of(child).name)
    assert client_for(father).get(f"/children/{child}").status_code == 404
    assert str(child) not in client_for(father).get("/shared").content.decode()


def test_others_are_told_who_is_kept_out_and_it_ends_with_the_protection(cast, client_for, child):
    father = renamed(cast.director, father_of(child).name)
    told = client_for(cast.wanbao).get(f"/children/{child}/address-protections").json()
    assert told["kept_out"] == [f"{father.name}（儿童主任）"]
    assert told["items"][0]["against_name"] == father.name
    assert client_for(cast.neighbour).get(f"/children/{child}").status_code == 404
    ending = f"/children/{child}/address-protections/{told['items'][0]['id']}/end"
    assert client_for(cast.wanbao).post(ending, {"reason": "保护令已撤销"}).status_code == 200
    with clock.at(clock.now() + timedelta(1)):
        assert client_for(father).get(f"/children/{child}").status_code == 200


def test_without_a_protection_a_shared_surname_or_name_keeps_nobody_out(cast, client_for):
    plain_child = registered(place=JIANGBEI, grant=grant_of(cast.wanbao), name="王小明", id_number=None)
    namesake = renamed(cast.neighbour, father_of(plain_child).name)
    assert client_for(namesake).get(f"/children/{plain_child}").status_code == 200
    assert client_for(namesake).get("/children").json()["total"]["count"] == 1


def test_his_ledger_neither_shows_nor_changes_the_file(cast, client_for):
    """A supervisor who must stay away takes in the township's ledger: that row opens a file as of any child
    whom the register does not know, and the level above sees the pair (ADR 24)."""
    commands.import_(LEDGERS / "wanbao-clean.xlsx", WANBAO, cast.wanbao.staff_number)
    with context.within(grants.system()) as grant:
        child = Child.objects.within(grant).filter(id_number__isnull=False).order_by("id")[0]
    against = ORDER | {"against": "other", "against_name": "赵明"}
    assert client_for(cast.antu).post(f"/children/{child.pk}/address-protections", against).status_code == 200
    before = read(child.pk).rev
    again = commands.import_(LEDGERS / "wanbao-clean.xlsx", WANBAO, cast.wanbao.staff_number)
    assert (again["totals"]["unchanged"], again["totals"]["new"]) == (59, 1)
    assert read(child.pk).rev == before


def test_nothing_that_his_phone_fetches_carries_the_child(cast, client_for, child):
    father = renamed(cast.director, father_of(child).name)
    with context.within(grant_of(father)) as grant:
        assert [name for name, feed in registry.feeds.items() if child in feed.versions(grant)] == []
        assert str(child) not in str([owed.items(grant) for owed in registry.owed])
