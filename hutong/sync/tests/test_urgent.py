"""紧急上报 reaches township and county from any phone in any state, and no village learns that there is one."""

import json
import uuid
from datetime import timedelta

import pytest

from hutong.accounts import context, grants
from hutong.accounts.models import Post
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.journal.models import Entry
from hutong.sync import envelope, epochs, pull
from hutong.sync.tests import payloads
from hutong.sync.tests.test_phones import revoke
from hutong.workforce.actions import end_post
from tests.cast import ANTU, XINLI, grant_of

pytestmark = pytest.mark.django_db
WORDS = "孩子身上有伤，现在一个人在家"


def sealed(client, words=WORDS, **over):
    key = client.get("/api/v1/sync/server-key").json()
    report = {"id": str(uuid.uuid4()), "key_id": key["id"]}
    content = {"words": words, "child": "张小明", "place": XINLI, "called_110": True, "media": []}
    return report | envelope.seal(json.dumps(content).encode(), report["id"], key["key"]) | over


def post(client, report):
    return client.post("/api/v1/sync/urgent", json.dumps(report), content_type="application/json")


def of_phone(client, phone, cast, **over):
    own = {"device": phone.id, "person": str(cast.director.pk), "report_token": phone.enrolment["report_token"]}
    return sealed(client, **own | over)


def test_a_phone_reports_and_township_and_county_read_it(phone, cast, client, client_for):
    report = of_phone(client, phone, cast)
    assert post(client, report).json()["received"]
    assert post(client, report).json()["received"]
    for officer in (cast.wanbao, cast.antu):
        desk = client_for(officer)
        assert desk.get("/urgent-reports").json()["counts"] == {"known": 1, "unknown": 0}
        told_to = desk.get(f"/urgent-reports/{report['id']}").json()
        assert (told_to["words"], told_to["person"], told_to["trusted"]) == (WORDS, "王秀兰", True)
    assert client_for(cast.kaoshan).get(f"/urgent-reports/{report['id']}").status_code == 404
    taken = client_for(cast.wanbao).post(f"/urgent-reports/{report['id']}/acknowledge", {"note": "已到现场"}).json()
    assert (taken["acknowledged_by"], taken["note"]) == ("赵明", "已到现场")
    assert client_for(cast.antu).get("/urgent-reports").json()["counts"] == {"known": 0, "unknown": 0}


def test_a_phone_without_a_session_hears_what_a_backup_holds_and_that_the_server_began_again(client, monkeypatch):
    """So it keeps a report until then, and sends it again after a restore, as any operation."""
    answer = post(client, sealed(client)).json()
    assert answer["covered_to"] == answer["now"], "no backup was ever made: being written is being covered"
    monkeypatch.setattr(epochs, "covered", lambda: clock.now() - timedelta(hours=1))
    answer = post(client, sealed(client)).json()
    assert answer["covered_to"] < answer["now"]
    monkeypatch.setattr(pull, "present_epoch", lambda: "another")
    told = client.get("/api/v1/sync/server-key").json()
    assert (told["epoch"], told["covered_to"]) == ("another", answer["covered_to"])
    assert answer["epoch"] != "another"


def test_above_the_county_a_report_is_taken_up_when_nobody_below_took_it(phone, cast, client, client_for):
    report = of_phone(client, phone, cast)
    post(client, report)
    address = f"/urgent-reports/{report['id']}"

    def tries(person, minutes):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            desk = client_for(person)
            home, detail = desk.get("/home").json(), desk.get(address).json()
            taken = desk.post(f"{address}/acknowledge", {"note": ""}).status_code
            return (len(home["untaken"]), detail["mine"], taken)

    assert tries(cast.yanbian, 30) == (0, False, 403)
    assert tries(cast.jilin, 70) == (0, False, 403)
    assert client_for(cast.yanbian).get("/waits").json()["total"] == 0
    assert tries(cast.yanbian, 70) == (1, True, 200)


def test_a_stranger_s_phone_reports_too(client, cast, client_for):
    assert post(client, sealed(client)).status_code == 200
    [row] = client_for(cast.wanbao).get("/urgent-reports", box="unknown").json()["items"]
    assert (row["person"], row["trusted"], row["opened"]) == ("", False, True)


def test_what_cannot_be_opened_is_kept(client, cast, client_for):
    assert post(client, sealed(client, nonce="AAAAAAAAAAAAAAAA")).status_code == 200
    [row] = client_for(cast.jilin).get("/urgent-reports", box="unknown").json()["items"]
    assert row["opened"] is False


def test_many_reports_are_taken_and_only_become_small(client, phone):
    for _ in range(20):
        assert post(client, sealed(client, words="求助" * 3000, device=phone.id)).status_code == 200
    assert post(client, sealed(client, words="求助" * 3000, device=phone.id)).json()["code"] == "too_large"
    assert post(client, sealed(client, device=phone.id)).status_code == 200


def test_a_village_sees_neither_the_report_nor_a_gap(client, phone, cast, client_for):
    phone.pull()
    before = phone.wish()["cursors"]
    post(client, sealed(client, device=phone.id))
    answer = phone.call("/sync/pull", phone.wish())
    assert answer.json()["cursors"] == before
    assert (answer.json()["records"], answer.json()["duties"]) == ([], None)
    assert client_for(cast.director).get("/urgent-reports").status_code == 403
    [entry] = payloads.rows_of(Entry, action="sync.urgent")
    assert (entry.sealed, entry.place) == (True, ANTU)


def lost(phone, cast, client_for):
    revoke(cast)


def ended_by_its_owner(phone, cast, client_for):
    [own] = client_for(cast.director).get("/me/phones").json()["items"]
    assert client_for(cast.director).post(f"/me/phones/{own['id']}/end").status_code == 200


def of_somebody_suspended(phone, cast, client_for):
    with context.within(grants.system()), operation("test"):
        cast.director.is_active = False
        cast.director.save()


def of_a_former_director(phone, cast, client_for):
    with context.within(grant_of(cast.wanbao)) as grant:
        post = Post.objects.within(grant).get(person=cast.director)
        end_post(grant, post.pk, clock.today(), "离任")


@pytest.mark.parametrize("state", [lost, ended_by_its_owner, of_somebody_suspended, of_a_former_director])
def test_a_phone_that_no_longer_speaks_for_its_owner_reports_too_and_stands_with_the_unknown(
    state, phone, cast, client, client_for
):
    """Whoever took the phone, or was dismissed, buries nothing under the name of a known one."""
    state(phone, cast, client_for)
    with clock.at(clock.now() + timedelta(days=1)):
        report = of_phone(client, phone, cast)
        assert post(client, report).json()["received"]
        desk = client_for(cast.wanbao)
        assert desk.get("/urgent-reports").json()["counts"] == {"known": 0, "unknown": 1}
        read = desk.get(f"/urgent-reports/{report['id']}").json()
        assert (read["words"], read["person"], read["village"]["code"], read["trusted"]) == (
            WORDS,
            "王秀兰",
            XINLI,
            False,
        )


def test_the_secret_of_an_ended_enrolment_counts_no_more_when_its_owner_signs_in_again(phone, cast, client, client_for):
    copied = phone.enrolment["report_token"]
    ended_by_its_owner(phone, cast, client_for)
    with clock.at(clock.now() + timedelta(minutes=5)):
        phone.enrol(client_for(cast.director))
        post(client, of_phone(client, phone, cast, report_token=copied))
        assert client_for(cast.wanbao).get("/urgent-reports").json()["counts"] == {"known": 0, "unknown": 1}
        post(client, of_phone(client, phone, cast))
        assert client_for(cast.wanbao).get("/urgent-reports").json()["counts"] == {"known": 1, "unknown": 1}
