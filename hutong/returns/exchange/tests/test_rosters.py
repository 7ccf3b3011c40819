"""S2-3: the national system's whole roster laid beside our files, and the differences with what to do."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.protecting.actions import protect_address
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.ledgers import lists
from hutong.returns.exchange import rosters_kept, tasks
from hutong.returns.exchange.tests.support import made, rows, told
from hutong.returns.models import ExchangeRow
from tests.cast import ANTU, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NUMBERS = {"张小明": "222426201803040014", "李小军": "222426201803040030"}


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def roster(*lines):
    """name, number, health, school of children of 新立村, as the national system might list them."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["全国农村留守儿童和困境儿童信息管理系统名册"])
    page.append(["序号", "乡镇", "村（社区）", "姓名", "性别", "出生日期", "身份证号", "健康状况", "就学情况"])
    for number, (name, identity, health) in enumerate(lines, 1):
        page.append([number, "万宝镇", "新立村", name, "男", "2018-03-04", identity, health, "小学"])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("名册.xlsx", out.getvalue())


def compared(browser, *lines):
    made = browser.upload("/exchange/rosters", file=roster(*lines), place=ANTU).json()
    tasks.read_upload.func(made["id"])
    found = browser.get(f"/exchange/{made['id']}").json()
    assert not found["error"], found["error"]
    items = browser.get(f"/exchange/{made['id']}/rows").json()["items"]
    return found, {one["name"]: one for one in items}


def test_every_difference_is_listed_with_what_to_do(cast, client_for):
    registered("张小明", id_number=NUMBERS["张小明"])
    registered("李小军", id_number=NUMBERS["李小军"])
    registered("王小红")
    found, items = compared(client_for(cast.antu), ("张小明", NUMBERS["张小明"], "健康"), ("李小军", NUMBERS["李小军"], "残疾"),
                            ("周小强", "222426201803040057", "健康"))  # fmt: skip
    assert {name: one["what"] for name, one in items.items()} == {
        "张小明": "same", "李小军": "differs", "周小强": "theirs", "王小红": "ours",
    }  # fmt: skip
    [change] = items["李小军"]["changes"]
    assert (change["label"], change["old"], change["new"]) == ("健康状况", "健康", "残疾")
    assert all(one["todo"] for one in items.values())
    assert found["status"] == "ready"


def test_adopted_it_says_what_the_next_batch_carries(cast, client_for):
    registered("张小明", id_number=NUMBERS["张小明"])
    registered("李小军", id_number=NUMBERS["李小军"])
    registered("王小红")
    browser = client_for(cast.antu)
    found, _ = compared(browser, ("张小明", NUMBERS["张小明"], "健康"), ("李小军", NUMBERS["李小军"], "残疾"))
    assert browser.post(f"/exchange/{found['id']}/adopt").json()["status"] == "closed"
    assert browser.post(f"/exchange/{found['id']}/adopt").status_code == 409
    assert {name: what for name, (what, *_) in told(made(cast.antu)).items()} == {"李小军": "changed", "王小红": "new"}


def test_what_they_lost_although_it_was_accepted_is_owed_again(cast, client_for):
    from hutong.returns.exchange.tests.support import accepted

    registered("张小明", id_number=NUMBERS["张小明"])
    registered("李小军", id_number=NUMBERS["李小军"])
    accepted(cast.antu, made(cast.antu))
    browser = client_for(cast.antu)
    found, items = compared(browser, ("张小明", NUMBERS["张小明"], "健康"))
    assert items["李小军"]["what"] == "ours"
    browser.post(f"/exchange/{found['id']}/adopt")
    with clock.at(date(2026, 11, 25)):
        assert told(made(cast.antu)) == {"李小军": ("new", "", "")}


def test_of_a_protected_child_nothing_is_compared(cast, client_for):
    child = registered("张小明", id_number=NUMBERS["张小明"], address="新立村三组12号")
    with context.within(grants.system()) as grant:
        protect_address(grant, Child.objects.within(grant).get(pk=child), TODAY, None, against="father", basis="order")
    registered("李小军", id_number=NUMBERS["李小军"])
    found, items = compared(
        client_for(cast.antu), ("张小明", NUMBERS["张小明"], "残疾"), ("李小军", NUMBERS["李小军"], "健康")
    )
    assert set(items) == {"李小军"}
    assert found["left_out"] == 1


def test_a_picture_or_another_countys_roster_is_refused(cast, client_for):
    browser = client_for(cast.antu)
    assert (
        browser.upload(
            "/exchange/rosters", file=SimpleUploadedFile("名册.jpg", b"\xff\xd8\xff"), place=ANTU
        ).status_code
        == 422
    )
    assert browser.upload("/exchange/rosters", file=roster(), place=220122_000_000).status_code == 404
    made_ = browser.upload("/exchange/rosters", file=SimpleUploadedFile("x.xlsx", b"PK nothing"), place=ANTU).json()
    tasks.read_upload.func(made_["id"])
    found = browser.get(f"/exchange/{made_['id']}").json()
    assert (found["status"], bool(found["error"])) == ("failed", True)
    assert rows


def test_each_village_gets_its_part_as_a_task_once_and_no_name(cast, client_for):
    from hutong.duties.models import Task

    registered("王小红")
    browser = client_for(cast.antu)
    found, _ = compared(browser, ("周小强", "222426201803040057", "健康"))
    handed = browser.post(f"/exchange/{found['id']}/tasks")
    assert handed.json()["tasked_on"] == str(TODAY)
    assert browser.post(f"/exchange/{found['id']}/tasks").status_code == 409
    with context.within(grant_of(cast.director)) as grant:
        [task] = Task.objects.within(grant)
    assert "全国系统有、本系统没有的 1 名" in task.text
    assert "本系统有、全国系统没有的 1 名" in task.text
    assert "周小强" not in task.text


def test_after_its_day_a_roster_is_gone_but_for_a_proof_and_what_they_hold_is_still_known(cast, client_for):
    child = registered("张小明", id_number=NUMBERS["张小明"])
    browser = client_for(cast.antu)
    found, _ = compared(browser, ("张小明", NUMBERS["张小明"], "健康"), ("周小强", "222426201803040057", "健康"))
    browser.post(f"/exchange/{found['id']}/adopt")
    until = date.fromisoformat(found["kept_until"])
    with context.within(grants.system()):
        with clock.at(until - timedelta(1)):
            assert rosters_kept.sweep() == 0
        with clock.at(until):
            assert rosters_kept.sweep() == 1
            assert rosters_kept.sweep() == 0
        [left] = plain(ExchangeRow).all()
        assert (left.subject, bytes(left.data)) == (child, b"")
    gone = browser.get(f"/exchange/{found['id']}").json()
    assert (gone["deleted_rows"], len(gone["deleted_digest"])) == (2, 64)
    assert browser.get(f"/exchange/{found['id']}/rows").json()["items"] == []
    assert "张小明" not in told(made(cast.antu)), "the national system still holds it"


def test_the_proof_tells_other_rows_and_another_order():
    rows_ = [b"one", b"two"]
    assert lists.proof(rows_) == lists.proof(list(rows_))
    assert len({lists.proof(some).digest for some in (rows_, rows_[::-1], rows_[:1], [])}) == 4


def test_a_number_of_another_county_is_no_match_and_tells_nothing(cast):
    registered("张小明", id_number=NUMBERS["张小明"])
    with context.within(grant_of(cast.nongan)) as grant:
        assert lists.matched(grant, list(NUMBERS.values())) == {}
    with context.within(grant_of(cast.antu)) as grant:
        assert list(lists.matched(grant, list(NUMBERS.values()))) == [NUMBERS["张小明"]]
