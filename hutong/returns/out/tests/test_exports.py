"""A2-3: who may take a ledger out, what of it, and who can fetch it."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.children.models import Child
from hutong.children.protecting.actions import protect_address
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.models import View
from hutong.returns.out import cache, figures
from hutong.returns.out.tests.support import exported, rows
from tests.cast import ANTU, KAOSHAN, WANBAO

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
ASKED = {"what": "layout:township-ledger", "place": WANBAO}


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def looks(kind="export"):
    with context.within(grants.system()) as system:
        return list(View.objects.within(system).filter(kind=kind).values_list("purpose", flat=True))


def test_every_export_is_a_look_and_full_numbers_need_a_purpose(cast, client_for):
    browser = client_for(cast.wanbao)
    assert browser.post("/exports", ASKED | {"full": True}).json()["fields"][0]["field"] == "purpose"
    assert looks() == []
    assert browser.post("/exports", ASKED | {"full": True, "purpose": "报送县民政局"}).status_code == 200
    assert looks() == looks("unmask") == ["万宝镇信息台账（完整号码）报送县民政局"]


def test_a_plain_list_is_masked_always_and_no_log_says_otherwise(cast, client_for):
    browser, asked = client_for(cast.wanbao), {"what": "children", "place": WANBAO}
    refused = browser.post("/exports", asked | {"full": True, "purpose": "报送县民政局"})
    assert refused.json()["fields"][0]["field"] == "full"
    assert looks() == []
    assert browser.post("/exports", asked).status_code == 200
    assert (looks(), looks("unmask")) == (["万宝镇儿童档案清单（号码遮盖）"], [])


def test_only_whoever_asked_fetches_it_and_only_until_it_expires(cast, client_for):
    registered()
    export, content = exported(cast.wanbao, WANBAO, "layout:township-ledger")
    address = f"/exports/{export.pk}/file"
    answer = client_for(cast.wanbao).get(address)
    assert answer.getvalue() == content
    assert client_for(cast.antu).get(address).status_code == 404
    assert export.expires_at
    assert (export.expires_at - clock.now()).days == 7


def test_a_director_takes_no_ledger_out_and_a_supervisor_none_of_another_township(cast, client_for):
    assert client_for(cast.director).post("/exports", ASKED).status_code == 403
    assert client_for(cast.kaoshan).post("/exports", ASKED).status_code == 404
    assert client_for(cast.wanbao).post("/exports", ASKED | {"place": KAOSHAN}).status_code == 404


def test_a_protected_address_stands_in_no_ledger(cast):
    child = registered(address="新立村三组12号")
    _, content = exported(cast.antu, ANTU, "layout:left-behind", full=True)
    assert "新立村三组12号" in str(rows(content))
    with context.within(grants.system()) as system:
        one = Child.objects.within(system).get(pk=child)
        protect_address(system, one, TODAY, None, against="father", basis="order")
    text = str(rows(exported(cast.antu, ANTU, "layout:left-behind", full=True)[1]))
    assert "新立村三组12号" not in text
    assert "万宝镇中心小学" not in text
    assert "13844330001" not in text
    assert "1名儿童地址保密" in text


def test_the_summary_balances_and_names_the_child_behind_a_difference(cast, client_for):
    registered()
    browser = client_for(cast.antu)
    told = browser.get("/balance", layout="distressed-summary").json()
    assert told["total"] == 0
    registered("王小红", born=date(2010, 3, 4), categories=["distressed"], health="")
    told = browser.get("/balance", layout="distressed-summary").json()
    assert told["total"] == 1
    assert all(one["balanced"] for one in told["equations"])
    assert {one["key"]: one["missing"] for one in told["equations"]}["health"] == 1


def test_a_provinces_balance_is_counted_once_in_some_minutes_and_says_of_when_it_is(cast, client_for, monkeypatch):
    monkeypatch.setattr(cache, "_kept", {})
    counted = []
    monkeypatch.setattr(figures, "units", lambda *asked, real=figures.units: counted.append(asked) or real(*asked))
    now = clock.now()
    with clock.at(now):
        first = client_for(cast.jilin).get("/balance", layout="distressed-summary").json()
        registered("王小红", categories=["distressed"])
        assert client_for(cast.jilin).get("/balance", layout="distressed-summary").json() == first
        assert client_for(cast.antu).get("/balance", layout="distressed-summary").json()["total"] == 1
    assert len(counted) == 2
    with clock.at(now + timedelta(minutes=cache.MINUTES)):
        later = client_for(cast.jilin).get("/balance", layout="distressed-summary").json()
    assert (first["total"], later["total"]) == (0, 1)
    assert later["as_of"] > first["as_of"]


def test_who_stands_behind_a_province_s_balance_is_looked_for_once_in_some_minutes_too(cast, client_for, monkeypatch):
    monkeypatch.setattr(cache, "_kept", {})
    looked = []
    monkeypatch.setattr(figures, "behind", lambda *asked, real=figures.behind: looked.append(asked) or real(*asked))
    asked = {"layout": "distressed-summary", "group": "age"}
    first = client_for(cast.jilin).get("/balance/behind", **asked).json()
    registered("王小红", born=date(2008, 11, 1), categories=["distressed"], on=date(2026, 10, 1))
    assert client_for(cast.jilin).get("/balance/behind", **asked).json() == first
    assert client_for(cast.antu).get("/balance/behind", **asked).json()["total"] == 1
    assert len(looked) == 2


def test_who_asks_while_another_counts_is_told_to_wait_and_holds_no_thread(cast, client_for, monkeypatch):
    monkeypatch.setattr(cache, "_kept", {})
    refused = []

    def asked_again(*asked, real=figures.units):
        refused.append(client_for(cast.jilin).get("/balance", layout="distressed-summary"))
        return real(*asked)

    monkeypatch.setattr(figures, "units", asked_again)
    assert client_for(cast.jilin).get("/balance", layout="distressed-summary").status_code == 200
    assert [(one.status_code, one.headers["Retry-After"]) for one in refused] == [(503, "5")]


def test_a_child_past_the_forms_ages_makes_the_difference_and_is_named(cast, client_for):
    child = registered("王小红", born=date(2008, 11, 1), categories=["distressed"], on=date(2026, 10, 1))
    browser = client_for(cast.antu)
    told = browser.get("/balance", layout="distressed-summary").json()
    assert {one["key"]: one["difference"] for one in told["equations"] if not one["balanced"]} == {"age": 1}
    behind = browser.get("/balance/behind", layout="distressed-summary", group="age").json()
    assert [(one["id"], one["why"]) for one in behind["items"]] == [
        (str(child), "“年龄”各项里没有这名儿童：已满十八周岁")
    ]
    assert (behind["total"], behind["next"]) == (1, None)
