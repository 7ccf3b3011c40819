"""紧急上报 reaches township and county from any phone in any state, and no village learns that there is one."""

import json
import uuid

import pytest

from hutong.journal.models import Entry
from hutong.sync import envelope
from hutong.sync.tests import told
from hutong.sync.tests.test_phones import revoke
from tests.cast import ANTU, XINLI

pytestmark = pytest.mark.django_db
WORDS = "孩子身上有伤，现在一个人在家"


def sealed(client, words=WORDS, **over):
    key = client.get("/api/v1/sync/server-key").json()
    report = {"id": str(uuid.uuid4()), "key_id": key["id"]}
    content = {"words": words, "child": "张小明", "place": XINLI, "called_110": True, "media": []}
    return report | envelope.seal(json.dumps(content).encode(), report["id"], key["key"]) | over


def post(client, report):
    return client.post("/api/v1/sync/urgent", json.dumps(report), content_type="application/json")


def test_a_revoked_phone_reports_and_township_and_county_read_it(phone, cast, client, client_for):
    revoke(cast)
    report = sealed(client, device=phone.id, person=str(cast.director.pk), report_token=phone.enrolment["report_token"])
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
    [entry] = told.kept(Entry, action="sync.urgent")
    assert (entry.sealed, entry.place) == (True, ANTU)
