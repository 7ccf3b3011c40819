"""S2-3: what changed goes to the national system in batches, and whatever was not taken stays owed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context, grants
from hutong.children.actions import leave, seal_fact, update
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.protecting.actions import protect_address
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.models import View
from hutong.returns.exchange import tasks
from hutong.returns.exchange.tests.support import (
    SHEETS,
    accepted,
    again,
    answered,
    content,
    made,
    receipt,
    rows,
    sheets,
    told,
)
from hutong.workforce.actions import end_post
from tests.cast import ANTU, WANBAO, grant_of

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 11, 24), date(2026, 12, 8)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def change(child, act, *values, **named):
    with context.within(grants.system()) as grant:
        return act(grant, Child.objects.within(grant).get(pk=child), *values, **named)


def edit(child, changes):
    with context.within(grants.system()) as grant:
        update(grant, child, Child.objects.within(grant).get(pk=child).rev, {}, changes)


def test_the_first_batch_has_everybody_and_the_next_only_what_changed(cast):
    stays, turns, goes = registered("张小明"), registered("李小军"), registered("王小红")
    first = made(cast.antu)
    assert told(first) == dict.fromkeys(("张小明", "李小军", "王小红"), ("new", "", ""))
    assert {name: what for name, (what, *_) in told(first, "staff").items()} == {
        "王秀兰": "new", "李桂芝": "new", "赵明": "new",
    }  # fmt: skip
    assert accepted(cast.antu, first).status == "closed"
    with clock.at(LATER):
        edit(turns, {"schooling": {"stage": "junior"}, "father": {"phone": "13944330009"}})
        change(goes, leave, ExitReason.RETURNED, LATER)
        registered("赵小兰")
        post = next(row["subject"] for row in rows(first) if row["name"] == "李桂芝")
        with context.within(grants.system()) as grant:
            end_post(grant, post, LATER, "退休")
        second = made(cast.antu)
        assert told(second) == {
            "赵小兰": ("new", "", ""),
            "李小军": ("changed", "父亲联系电话、就学情况、就读学校", ""),
            "王小红": ("left", "", "父母返乡，不再留守"),
        }
        assert told(second, "staff") == {"李桂芝": ("left", "", "退休")}
        assert accepted(cast.antu, second).status == "closed"
        assert again(made(cast.antu)).status == "closed", "nothing is owed"
    assert stays


def test_the_workbook_says_that_its_layout_is_assumed_and_is_the_same_when_made_again(cast):
    registered("张小明", remark="=1+1")
    batch = made(cast.antu)
    found = sheets(batch)
    assert list(found) == SHEETS
    new = found["儿童新增"]
    assert new[0][0] == f"安图县农村留守儿童和困境儿童信息新增表（第{batch.number}批）"
    assert "假定格式" in new[2][0]
    assert any(f"{batch.number}-1" in row and "张小明" in row for row in new)
    assert "13844330002" in str(new)
    assert "本批没有变更。" in str(found["儿童变更"])
    with clock.at(LATER):
        edit(rows(batch)[0]["subject"], {"father": {"phone": "13944330009"}})
        tasks.make_file.func(str(batch.pk))
    assert again(batch).file != batch.file
    assert sheets(again(batch)) == found
    assert content(batch)


def test_a_receipt_is_read_back_row_by_row_and_what_was_refused_is_owed_again(cast, client_for):
    for name in ("张小明", "李小军", "王小红"):
        registered(name)
    browser, batch = client_for(cast.antu), made(cast.antu)
    lines = [(f"{batch.number}-{row['position']}", "已接收", "") for row in rows(batch) if row["name"] != "王小红"]
    [refused] = [row["position"] for row in rows(batch) if row["name"] == "王小红"]
    lines += [
        (f"{batch.number}-{refused}", "退回", "身份证号重复"),
        ("20200101-1-1", "已接收", ""),
        ("", "已接收", ""),
        (f"{batch.number}-1", "待定", ""),
        (f"{batch.number}-99", "已接收", ""),
    ]
    assert browser.post("/exchange/batches", {"place": ANTU}).status_code == 409, "the receipt comes first"
    file = SimpleUploadedFile("回执.xlsx", receipt(*lines))
    assert browser.upload(f"/exchange/{batch.pk}/receipt", file=file).json()["reading"]
    tasks.read_upload.func(str(batch.pk))
    found = browser.get(f"/exchange/{batch.pk}").json()
    assert found["status"] == "closed"
    assert [one["why"][:6] for one in found["unread"]] == ["是第2020", "没有流水号，", "处理结果“待", "第20261"]
    [row] = browser.get(f"/exchange/{batch.pk}/rows", outcome="refused").json()["items"]
    assert (row["name"], row["answer"]) == ("王小红", "身份证号重复")
    assert told(made(cast.antu)) == {"王小红": ("new", "", "")}


def test_what_got_no_receipt_is_owed_again_when_the_batch_is_ended(cast, client_for):
    for name in ("张小明", "李小军"):
        registered(name)
    batch = made(cast.antu)
    answered(cast.antu, batch, {1: (True, "")})
    assert client_for(cast.antu).post(f"/exchange/{batch.pk}/close").json()["status"] == "closed"
    assert client_for(cast.antu).post(f"/exchange/{batch.pk}/close").status_code == 409
    assert len(told(made(cast.antu))) == 1


def test_a_file_that_is_no_receipt_changes_nothing_and_says_what_is_missing(cast, client_for):
    registered("张小明")
    browser, batch = client_for(cast.antu), made(cast.antu)
    for wrong, word in (
        (receipt(("x", "已接收", ""), headers=("序号", "编号", "处理结果", "原因")), "流水号"),
        (receipt(("20200101-1-1", "已接收", "")), "这一批"),
        (b"no workbook at all", ""),
    ):
        browser.upload(f"/exchange/{batch.pk}/receipt", file=SimpleUploadedFile("回执.xlsx", wrong))
        tasks.read_upload.func(str(batch.pk))
        found = browser.get(f"/exchange/{batch.pk}").json()
        assert found["status"] == "ready"
        assert found["error"]
        assert word in found["error"]
    assert {row["outcome"] for row in rows(batch)} == {"waiting"}


def test_a_protected_address_and_a_sealed_fact_are_in_no_batch(cast):
    open_, secret = registered("张小明"), registered("王小红", address="新立村三组12号")
    change(open_, seal_fact, SealedKind.HIV, "检测阳性", None)
    first = made(cast.antu)
    assert set(told(accepted(cast.antu, first))) == {"张小明", "王小红"}
    assert "检测阳性" not in str(rows(first))
    change(secret, protect_address, TODAY, None, against="father", basis="order")
    edit(secret, {"child": {"address": "别处"}})
    edit(open_, {"child": {"address": "江北村"}})
    second = made(cast.antu)
    assert told(second) == {"张小明": ("changed", "家庭住址", "")}
    assert second.left_out == 1
    # It fled to another county: nothing may say that it went.
    from hutong.transfers.moves import actions as moves

    accepted(cast.antu, second)
    with context.within(grant_of(cast.wanbao)) as grant:
        move = moves.ask(grant, Child.objects.within(grant).get(pk=secret), 220122_103_200, "安置")
    with context.within(grant_of(cast.kaoshan)) as grant:
        moves.accept(grant, move.pk)
    assert told(made(cast.antu)) == {}


def test_a_child_that_moved_leaves_here_and_is_new_there(cast):
    from hutong.transfers.moves import actions as moves

    child = registered("张小明")
    accepted(cast.antu, made(cast.antu))
    with context.within(grant_of(cast.wanbao)) as grant:
        move = moves.ask(grant, Child.objects.within(grant).get(pk=child), 220122_103_200, "随父母搬走")
    with context.within(grant_of(cast.kaoshan)) as grant:
        moves.accept(grant, move.pk)
    assert told(made(cast.antu)) == {"张小明": ("left", "", "迁出本地")}
    assert told(made(cast.nongan, 220122_000_000)) == {"张小明": ("new", "", "")}


def test_it_is_the_countys_and_every_file_with_full_numbers_is_a_look(cast, client_for):
    registered("张小明")
    assert client_for(cast.wanbao).get("/exchange").status_code == 403
    assert client_for(cast.wanbao).post("/exchange/batches", {"place": WANBAO}).status_code == 403
    browser = client_for(cast.antu)
    assert browser.post("/exchange/batches", {"place": WANBAO}).status_code == 409
    batch = made(cast.antu)
    assert browser.get(f"/exchange/{batch.pk}/file").getvalue() == content(batch)
    with context.within(grants.system()) as grant:
        looks = sorted(View.objects.within(grant).values_list("kind", flat=True))
    assert looks == ["export", "export", "unmask", "unmask"]
    shown = str(browser.get(f"/exchange/{batch.pk}/rows").json())
    assert "13844330002" not in shown
    assert client_for(cast.nongan).get(f"/exchange/{batch.pk}/file").status_code == 404
    told_home = browser.get("/exchange").json()
    assert "假定" in told_home["template"]
    assert told_home["pending"]["children"] == 0
    with clock.at(LATER):
        registered("王小红")
        assert client_for(cast.antu).get("/exchange").json()["pending"]["children"] == 1
