"""Who was handed a numbered paper, how, when, with what proof; and who has to hear that it is void."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.documents.models import Attachment, File
from hutong.ground import clock
from hutong.sharing.tests.papers import issued
from hutong.sharing.tests.test_numbered import register
from tests.cast import grant_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 scan"


def box(browser, name="waiting"):
    return browser.get("/notices", box=name).json()["items"]


def tell(browser, notice, **more):
    body = {"how": "handed", "on": str(clock.today()), "received_by": "张老师"} | more
    return browser.post(f"/notices/{notice['id']}/told", body)


def scan(*notices):
    proof = SimpleUploadedFile("张小明送达回证.pdf", PDF, content_type="application/pdf")
    return {"notices": [one["id"] for one in notices], "file": proof}


def test_a_numbered_paper_waits_to_be_delivered_until_somebody_says_how(paper):
    [waiting] = box(paper)
    assert (waiting["paper"], waiting["whom"], waiting["days"]) == ("儿童信息卡", "学校 万宝镇中心小学", 5)
    assert waiting["number"].startswith("万政民函〔")
    assert tell(paper, waiting).status_code == 204
    assert box(paper) == []
    [done] = box(paper, "told")
    assert (done["how_label"], done["received_by"], done["told_by"]) == ("直接送达", "张老师", "赵明")
    assert [line["delivered"] for line in register(paper)] == [f"直接送达 {clock.today()}"]
    again = tell(paper, waiting)
    assert (again.status_code, again.json()["message"]) == (409, "已经由赵明登记送达。")


def test_each_way_says_what_proves_it_and_no_day_is_impossible(paper):
    [waiting] = box(paper)
    tomorrow, before = (str(clock.today() + timedelta(days)) for days in (1, -1))
    for wrong, field in (
        ({"received_by": " "}, "received_by"),
        ({"how": "left"}, "proof"),
        ({"how": "posted"}, "proof"),
        ({"how": "entrusted"}, "proof"),
        ({"on": tomorrow}, "on"),
        ({"on": before}, "on"),
    ):
        refused = tell(paper, waiting, **wrong)
        assert (refused.status_code, [one["field"] for one in refused.json()["fields"]]) == (422, [field]), wrong
    assert tell(paper, waiting, how="left", received_by="", proof="村委会王主任见证，留置在家中").status_code == 204


def test_one_scan_proves_several_deliveries_and_is_kept_once(paper, child, series, cast, client_for):
    issued(paper, child, series)
    first, second = box(paper)
    assert paper.upload("/notice-proofs", **scan(first, second)).status_code == 204
    scans = [one["scans"] for one in box(paper)]
    assert [[one["name"] for one in each] for each in scans] == [["张小明送达回证.pdf"]] * 2
    for notice, [one] in zip(box(paper), scans, strict=True):
        answer = paper.get(f"/notices/{notice['id']}/proofs/{one['id']}")
        assert answer.getvalue() == PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert client_for(cast.kaoshan).get(f"/notices/{notice['id']}/proofs/{one['id']}").status_code == 404
    with context.within(grants.system()):
        assert plain(Attachment).count() == 2
        [kept] = set(plain(Attachment).values_list("file_id", flat=True))
        assert "张小明" not in plain(File).get(pk=kept).name
        assert all("张小明".encode() not in bytes(row.name) for row in plain(Attachment).all())


def test_a_scan_that_is_none_or_is_for_a_foreign_delivery_is_not_taken(paper, cast, client_for):
    [waiting] = box(paper)
    page = SimpleUploadedFile("a.pdf", b"<html>", content_type="application/pdf")
    assert paper.upload("/notice-proofs", notices=[waiting["id"]], file=page).status_code == 422
    page = SimpleUploadedFile("a.html", b"<html>", content_type="text/html")
    assert paper.upload("/notice-proofs", notices=[waiting["id"]], file=page).status_code == 422
    assert client_for(cast.kaoshan).upload("/notice-proofs", **scan(waiting)).status_code == 422


def test_who_got_a_paper_hears_that_it_is_void_and_who_did_not_gets_none(paper, child, series):
    issued(paper, child, series)
    first, _ = box(paper)
    tell(paper, first)
    for line in register(paper):
        paper.post(f"/papers/{line['code']}/withdraw", {"reason": "姓名写错"})
    [void] = box(paper)
    assert (void["kind_label"], void["whom"]) == ("告知文书作废", "学校 万宝镇中心小学")
    [dropped] = box(paper, "dropped")
    assert dropped["dropped"] == "文书已作废"
    refused = tell(paper, dropped)
    assert (refused.status_code, refused.json()["message"]) == (409, "不用送达了：文书已作废。")


def test_what_is_added_to_a_closed_record_is_closed(cast):
    """The file name, the delivery and the scan of a closed matter exist for its addressees alone, and name no child."""
    import uuid

    from django.db import IntegrityError, transaction

    from hutong.documents import attaching
    from hutong.documents.models import Notice
    from hutong.documents.notices import actions
    from hutong.journal.actions import operation
    from hutong.journal.models import Entry
    from tests.cast import ANTU

    post, matter = grant_of(cast.antu).post, uuid.uuid4()
    assert post
    with context.within(grant_of(cast.antu)) as grant:
        with operation("tests.closed"):
            row = actions.owe(actions.Owed(matter, "paper", ANTU, "公安局", None, [post]))
        actions.prove(grant, [row.pk], "application/pdf", PDF, "密件回证.pdf")
        assert Notice.seen(grant).count() == 1
        assert attaching.of_record(row.pk).count() == 1
        for table in (
            lambda: actions.owe(actions.Owed(matter, "paper", ANTU, "公安局", uuid.uuid4(), [post])),
            lambda: attaching.also(
                grant, attaching.of_record(row.pk)[0], attaching.Of(matter, ANTU, uuid.uuid4(), [post])
            ),
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), operation("tests.closed"):
                table()
    for other in (cast.yanbian, cast.institution, cast.wanbao):
        with context.within(grant_of(other)) as grant:
            assert not Notice.seen(grant).exists()
            assert not plain(Attachment).exists()
    with context.within(grants.system()):
        told = plain(Entry).filter(action__in=("tests.closed", "documents.prove"), record__isnull=False)
        assert {entry.sealed for entry in told if "documents_file" not in str(entry.changes)} == {True}
