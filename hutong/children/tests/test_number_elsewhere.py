"""A number on file elsewhere is never told at input (docs/adr/0024): it answers as an unknown one, and only the level above
both files sees the clash. Who guesses numbers may be the father from whom the child is kept."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.tests.factories import read, registered
from hutong.doubles import find
from hutong.doubles.models import Double
from hutong.doubles.tests.test_doubles import waiting
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.sealing import unsealed
from hutong.sync.tests.phone import Phone
from hutong.transfers.models import Move
from tests.cast import ANTU, XINLI, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
KNOWN, UNKNOWN = "220122201307306799", "220122201307301699"  # twins of whom one is on file
NAMES = {KNOWN: "黄某", UNKNOWN: "白云"}  # alike in nothing that would make two files a pair
FAR = 220122_103_200  # a village of 靠山镇, 农安县
BESIDE = ANTU + 104_201  # a village of another township of 安图


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def elsewhere():
    return registered("黄佑俊", place=FAR, born=date(2013, 7, 30), id_number=KNOWN)


def body(number: str, **more: object) -> dict[str, object]:
    child = {"name": NAMES[number], "sex": "male", "birth_date": "2013-07-30", "id_number": number}
    return {"place": XINLI, "groups": {"child": child | more}}


def told(answer) -> str:
    """What an answer says and how it is built, without what is another with every file."""
    text = json.dumps(answer.json(), ensure_ascii=False, sort_keys=True)
    text = re.sub("|".join(NAMES.values()), "某", text)
    return re.sub(r"[0-9a-f-]{36}|HT\d{10}|\"rev\": \d+|[0-9•]{18}|[67]{0,2}[0-9]{2}[0-9X]{2}\"", "*", text)


def asked(send) -> tuple[int, str, list[str]]:
    """Status, words and the work in the database behind an answer."""
    with CaptureQueriesContext(connection) as seen:
        answer = send()
    return answer.status_code, told(answer), [re.sub(r"'[^']*'|\d+", "", query["sql"])[:60] for query in seen]


def test_a_form_answers_and_works_as_for_an_unknown_number(cast, client_for, elsewhere):
    browser = client_for(cast.director)
    browser.get("/me")
    known, unknown = (asked(lambda n=n: browser.post("/children", body(n))) for n in (KNOWN, UNKNOWN))
    assert known == unknown
    assert known[0] == 200


def test_an_edit_answers_and_works_as_for_an_unknown_number(cast, client_for, elsewhere):
    browser = client_for(cast.director)
    files = [browser.post("/children", body(number, id_number=None)).json()["id"] for number in NAMES]

    def change(child, number):
        return browser.patch(f"/children/{child}", {"rev": 1, "changes": {"child": {"id_number": number}}})

    browser.get("/me")
    known, unknown = (asked(lambda c=c, n=n: change(c, n)) for c, n in zip(files, (KNOWN, UNKNOWN), strict=True))
    assert known == unknown
    assert unsealed(read(files[0]), "id_number") == KNOWN


def test_a_phone_hears_the_same_of_both(cast, client_for, elsewhere):
    phone = Phone()
    phone.enrol(client_for(cast.director))
    for number in (KNOWN, UNKNOWN):
        phone.note("children.register", body(number) | {"categories": []})
    known, unknown = phone.push()
    assert (known["status"], unknown["status"]) == ("done", "done")
    assert known.keys() == unknown.keys()


def test_as_many_as_there_are_to_write_and_no_limit_that_tells_a_hit(cast, client_for, elsewhere):
    browser = client_for(cast.director)
    assert {browser.post("/children", body(KNOWN, name="黄" + "佑" * n)).status_code for n in range(1, 3)} == {200, 409}
    [mine] = [child for child in _children() if child.place == XINLI]
    again = browser.post("/children", body(KNOWN))
    assert again.json()["child_id"] == str(mine.pk), "within one's own scope the file is shown"


def test_nothing_is_looked_up_for_a_record_that_is_not_complete(cast, client_for):
    registered("黄佑俊", born=date(2013, 7, 30), id_number=KNOWN)
    answer = client_for(cast.director).post("/children", body(KNOWN, name=""))
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["fields"]} == {"child.name"}


def _children() -> list[Child]:
    with context.within(grants.system()) as grant:
        return list(Child.objects.within(grant))


def _clash(cast, client_for) -> Double:
    made = client_for(cast.director).post("/children", body(KNOWN)).json()
    waiting()
    with context.within(grants.system()) as grant:
        [pair] = Double.objects.within(grant)
    assert made["id"] in (str(pair.first), str(pair.second))
    return pair


def test_neither_end_sees_anything_and_the_level_above_both_owes_an_answer(cast, client_for, elsewhere):
    pair = _clash(cast, client_for)
    for who in (cast.director, cast.wanbao, cast.antu, cast.yanbian, cast.kaoshan, cast.nongan):
        browser = client_for(who)
        assert browser.get("/doubles").json()["items"] == []
        assert browser.get(f"/doubles/{pair.pk}").status_code == 404
        with context.within(grant_of(who)) as grant:
            assert not Duty.objects.within(grant).filter(rule__startswith="number").exists()
        for child in (pair.first, pair.second):
            answer = browser.get(f"/children/{child}/doubles")
            assert answer.status_code == 404 or answer.json() == {"items": []}
            if answer.status_code == 200:
                assert "同一个证件号码" not in browser.get(f"/children/{child}/timeline").content.decode()
    [seen] = client_for(cast.jilin).get("/doubles").json()["items"]
    assert seen["evidence"][0]["text"] == "两份档案是同一个证件号码"
    with context.within(grant_of(cast.jilin)) as grant:
        [duty] = Duty.objects.within(grant).filter(rule="number_above", ending="")
        assert (duty.place, duty.clause, duty.owner) == (pair.place, "A1-4", "civil_affairs")


def test_a_clash_of_two_townships_is_their_county_s(cast, client_for):
    registered("黄佑俊", place=BESIDE, born=date(2013, 7, 30), id_number=KNOWN)
    assert _clash(cast, client_for).place == ANTU
    assert len(client_for(cast.antu).get("/doubles").json()["items"]) == 1
    assert client_for(cast.wanbao).get("/doubles").json()["items"] == []


def test_names_and_birth_dates_that_differ_hide_no_clash(cast, client_for, elsewhere):
    other = registered("李四", born=date(2013, 7, 30), id_number=KNOWN)
    with context.within(grants.system()) as grant:
        assert find.find(grant, [other]) == 1


def test_who_sees_both_starts_the_claim_and_the_files_become_one_where_the_child_lives(cast, client_for, elsewhere):
    pair, above = _clash(cast, client_for), client_for(cast.jilin)
    mine = pair.second if pair.first == elsewhere else pair.first
    claim = {"lives_with": str(mine), "reason": "入户核实，现随外婆住新立村"}
    assert client_for(cast.antu).post(f"/doubles/{pair.pk}/claim", claim).status_code == 404
    assert above.post(f"/doubles/{pair.pk}/claim", claim).status_code == 200
    [asked_for] = client_for(cast.kaoshan).get("/moves").json()["items"]
    done = client_for(cast.kaoshan).post(f"/moves/{asked_for['id']}/accept", {})
    assert done.status_code == 200, done.content.decode()
    waiting()
    [near] = client_for(cast.wanbao).get("/doubles").json()["items"]
    merged = client_for(cast.wanbao).post(f"/doubles/{pair.pk}/merge", {"keep": str(elsewhere)})
    assert (near["id"], merged.status_code) == (str(pair.pk), 200)
    with context.within(grants.system()):
        assert not plain(Duty).filter(rule__startswith="number", ending="").exists()
        assert plain(Move).get().status == "accepted"


@pytest.mark.parametrize("verb", ["dismiss", "correct"])
def test_what_is_decided_or_corrected_is_owed_no_more(cast, client_for, elsewhere, verb):
    pair = _clash(cast, client_for)
    if verb == "dismiss":
        client_for(cast.jilin).post(f"/doubles/{pair.pk}/dismiss", {"reason": "新立村的号码抄错，已通知更正"})
    else:
        mine = pair.second if pair.first == elsewhere else pair.first
        change = {"rev": 1, "changes": {"child": {"id_number": UNKNOWN}}}
        assert client_for(cast.director).patch(f"/children/{mine}", change).status_code == 200
        waiting()
    with context.within(grants.system()):
        assert not plain(Duty).filter(rule__startswith="number", ending="").exists()
