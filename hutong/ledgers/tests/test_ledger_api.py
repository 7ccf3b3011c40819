"""A2-3 on the screen: drop, progress, preview, problem workbook, confirm; killed half-way it leaves nothing half-done."""

import io
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context, grants
from hutong.children.models import Child
from hutong.documents import store
from hutong.doubles.tests.support import everything
from hutong.ground import ahead, clock, progress
from hutong.journal.models import Entry
from hutong.ledgers.intake import api, tasks, work
from hutong.ledgers.models import LedgerImport
from tests.cast import KAOSHAN, WANBAO

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).parents[3] / "tests" / "ledgers"


@pytest.fixture(autouse=True)
def today():
    with clock.at(date(2026, 10, 31)):
        yield


@pytest.fixture(autouse=True)
def deferred(monkeypatch):
    """Jobs that the routes defer, kept instead of sent: the tests are the worker."""
    jobs = []

    def of(person: object, task: Any) -> Any:
        return SimpleNamespace(defer=lambda **values: jobs.append((task.name, values)))

    monkeypatch.setattr(api, "of", of)
    return jobs


def children():
    with context.within(grants.system()) as grant:
        return Child.objects.within(grant).count()


def drop(browser, name, place):
    content = (LEDGERS / name).read_bytes()
    answer = browser.upload("/ledgers", file=SimpleUploadedFile(name, content), place=place)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["id"]


def test_from_dropped_file_to_sixty_children(cast, client_for, deferred):
    browser = client_for(cast.wanbao)
    ledger = drop(browser, "wanbao-clean.xlsx", WANBAO)
    assert browser.get(f"/ledgers/{ledger}").json()["status"] == "waiting"
    assert deferred == [("hutong.ledgers.intake.tasks.check_ledger", {"ledger_id": ledger})]
    tasks.check_ledger(ledger)
    shown = browser.get(f"/ledgers/{ledger}").json()
    assert (shown["status"], shown["totals"]["new"], children()) == ("checked", 60, 0)
    assert {c["header"]: c["field"] for c in shown["sheets"][0]["columns"]}["父亲/姓名"] == "father_name"
    rows = browser.get(f"/ledgers/{ledger}/rows", outcome="new").json()
    assert (rows["total"], len(rows["items"]), rows["items"][0]["child"]["name"]) == (60, 50, "郭宇志")
    assert rows["items"][0]["child"]["village"] == "新立村委会"
    assert "222426202402124852" not in str(rows)
    more = browser.get(f"/ledgers/{ledger}/rows", outcome="new", after=rows["next"]).json()
    assert len(more["items"]) == 10
    assert browser.post(f"/ledgers/{ledger}/confirm").json()["status"] == "importing"
    assert browser.post(f"/ledgers/{ledger}/confirm").status_code == 409
    tasks.write_ledger(ledger)
    tasks.write_ledger(ledger)
    assert browser.get(f"/ledgers/{ledger}").json()["status"] == "done"
    assert children() == 60


def test_problem_rows_come_back_as_the_same_workbook_coloured_with_comments(cast, client_for):
    browser = client_for(cast.kaoshan)
    ledger = drop(browser, "kaoshan-messy.xlsx", KAOSHAN)
    tasks.check_ledger(ledger)
    assert browser.get(f"/ledgers/{ledger}/problems.xlsx").status_code == 410
    assert browser.post(f"/ledgers/{ledger}/problems").json()["problems_state"] == "making"
    tasks.make_problem_book(ledger, str(cast.kaoshan.pk), "supervisor")
    answer = browser.get(f"/ledgers/{ledger}/problems.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))["Sheet1"]
    original = openpyxl.load_workbook(LEDGERS / "kaoshan-messy.xlsx")["Sheet1"]
    assert [cell.value for cell in sheet[4]] == [cell.value for cell in original[4]]
    number = sheet["F16"]
    assert number.comment is not None
    assert "校验" in number.comment.text
    assert number.fill.fgColor.rgb not in ("00000000", None)


def test_a_corrected_column_is_checked_again(cast, client_for):
    browser = client_for(cast.kaoshan)
    ledger = drop(browser, "kaoshan-messy.xlsx", KAOSHAN)
    tasks.check_ledger(ledger)
    given = {"sheet": "Sheet1", "columns": {"R": None}}
    assert browser.post(f"/ledgers/{ledger}/columns", given).json()["status"] == "waiting"
    tasks.check_ledger(ledger)
    columns = browser.get(f"/ledgers/{ledger}").json()["sheets"][0]["columns"]
    assert next(c["field"] for c in columns if c["column"] == "R") is None


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_job_can_run_again(cast, client_for, monkeypatch):
    browser = client_for(cast.wanbao)
    ledger = drop(browser, "wanbao-clean.xlsx", WANBAO)
    tasks.check_ledger(ledger)
    browser.post(f"/ledgers/{ledger}/confirm")

    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    monkeypatch.setattr(work, "write", killed)
    with pytest.raises(Killed):
        tasks.write_ledger(ledger)
    assert children() == 0
    monkeypatch.undo()
    with clock.at(date(2026, 10, 31)):
        tasks.write_ledger(ledger)
    assert children() == 60


def test_what_is_no_ledger_is_said_in_one_sentence(cast, client_for):
    browser = client_for(cast.wanbao)
    photo = SimpleUploadedFile("台账.png", b"\x89PNG")
    assert browser.upload("/ledgers", file=photo, place=WANBAO).status_code == 422
    fake = browser.upload("/ledgers", file=SimpleUploadedFile("台账.xlsx", b"PK no table"), place=WANBAO).json()
    tasks.check_ledger(fake["id"])
    shown = browser.get(f"/ledgers/{fake['id']}").json()
    assert shown["status"] == "failed"
    assert shown["error"].endswith("。")
    assert browser.post(f"/ledgers/{fake['id']}/discard").json()["status"] == "discarded"


def test_the_upload_is_not_readable_on_disk_and_another_township_does_not_see_it(cast, client_for):
    ledger = drop(client_for(cast.wanbao), "wanbao-clean.xlsx", WANBAO)
    with context.within(grants.system()) as grant:
        file = LedgerImport.objects.within(grant).get(pk=ledger).file
    assert not store.path_of(file).read_bytes().startswith(b"PK")
    other = client_for(cast.kaoshan)
    for tail in ("", "/rows", "/problems.xlsx"):
        assert other.get(f"/ledgers/{ledger}{tail}").status_code == 404
    assert other.post(f"/ledgers/{ledger}/confirm").status_code == 404
    assert client_for(cast.director).get(f"/ledgers/{ledger}").status_code == 403
    assert (
        client_for(cast.wanbao).upload("/ledgers", file=SimpleUploadedFile("a.csv", b"x"), place=KAOSHAN).status_code
        == 404
    )


def test_whoever_confirms_answers_for_the_import(cast, client_for):
    county, township = client_for(cast.nongan), client_for(cast.kaoshan)
    ledger = drop(county, "kaoshan-messy.xlsx", KAOSHAN)
    tasks.check_ledger(ledger)
    township.post(f"/ledgers/{ledger}/confirm")
    tasks.write_ledger(ledger)
    with context.within(grants.system()) as grant:
        people = set(Entry.objects.within(grant).filter(action="children.import").values_list("person", flat=True))
    assert people == {cast.kaoshan.pk}


def imported(browser, name="wanbao-clean.xlsx", place=WANBAO) -> str:
    ledger = drop(browser, name, place)
    tasks.check_ledger(ledger)
    assert browser.post(f"/ledgers/{ledger}/confirm").status_code == 200
    tasks.write_ledger(ledger)
    return ledger


def undone(browser, ledger, **body):
    answer = browser.post(f"/ledgers/{ledger}/undo", body)
    if answer.status_code == 200:
        tasks.undo_ledger(ledger)
    return answer


def test_an_import_is_taken_back_and_can_be_imported_again(cast, client_for):
    browser = client_for(cast.wanbao)
    imported(browser)
    with context.within(grants.system()) as grant:
        ids = list(Child.objects.within(grant).values_list("pk", flat=True))
        before = everything(ids)
    again = imported(browser, "wanbao-again.xlsx")
    assert browser.get(f"/ledgers/{again}/undo").json() == {
        "refusal": "", "until": "2026-11-30", "opened": 1, "changed": 2, "items": [], "total": 0, "next": None
    }  # fmt: skip
    assert undone(browser, again).status_code == 200
    told = browser.get(f"/ledgers/{again}").json()
    assert (told["status"], told["undone"]) == ("undone", {"removed": 1, "restored": 2, "kept": 0})
    assert children() == 60
    with context.within(grants.system()):
        assert everything(ids) == before
    ledger = drop(browser, "wanbao-again.xlsx", WANBAO)
    tasks.check_ledger(ledger)
    totals = browser.get(f"/ledgers/{ledger}").json()["totals"]
    assert (totals["new"], totals["changed"]) == (1, 2)


def test_what_was_built_on_an_import_is_named_and_the_rest_can_go_back(cast, client_for):
    browser = client_for(cast.wanbao)
    ledger = imported(browser)
    with context.within(grants.system()) as grant:
        child = Child.objects.within(grant).first()
        assert child
    with clock.at(date(2026, 11, 2)):
        browser = client_for(cast.wanbao)  # a session does not last so long
        assert browser.post(f"/children/{child.pk}/confirm").status_code == 200
        [built] = browser.get(f"/ledgers/{ledger}/undo").json()["items"]
        assert (built["name"], built["what"]) == (child.name, "核实档案，没有变化（赵明）")
        refused = undone(browser, ledger)
        assert (refused.status_code, "1 个儿童" in refused.json()["message"]) == (409, True)
        assert undone(browser, ledger, rest=True).status_code == 200
    assert children() == 1


def test_children_taken_away_with_an_import_are_looked_at_by_the_level_above(cast, client_for):
    ledger = imported(client_for(cast.wanbao))
    with clock.at(date(2026, 11, 2)):
        assert undone(client_for(cast.wanbao), ledger).status_code == 200
        above = client_for(cast.antu)
        told = above.get("/reviews").json()
        one = told["items"][0]
        assert (told["total"], one["mine"], "撤销导入" in one["text"]) == (60, True, True)
        address = f"/reviews/{one['id']}/answer"
        said = {"answer": "sent_back", "reason": "孩子还在村里"}
        assert above.post(address, said).status_code == 204
        assert above.get(f"/children/{one['child']['id']}").status_code == 200


def test_whoever_takes_back_today_s_import_of_their_own_waits_for_nobody(cast, client_for):
    ledger = imported(client_for(cast.wanbao))
    assert undone(client_for(cast.wanbao), ledger).status_code == 200
    assert client_for(cast.antu).get("/reviews").json()["total"] == 0


def test_after_thirty_days_an_import_stays(cast, client_for):
    browser = client_for(cast.wanbao)
    ledger = imported(browser)
    with clock.at(date(2026, 12, 1)):
        browser = client_for(cast.wanbao)
        assert "已过 30 天" in browser.get(f"/ledgers/{ledger}/undo").json()["refusal"]
        assert undone(browser, ledger).status_code == 409


def test_a_corrected_layout_is_remembered_shown_and_forgotten(cast, client_for):
    browser = client_for(cast.kaoshan)
    ledger = drop(browser, "kaoshan-messy.xlsx", KAOSHAN)
    tasks.check_ledger(ledger)
    sheet = browser.get(f"/ledgers/{ledger}").json()["sheets"][0]
    column = next(one["column"] for one in sheet["columns"] if one["field"] == "school")
    browser.post(f"/ledgers/{ledger}/columns", {"sheet": sheet["name"], "columns": {column: None}})
    tasks.check_ledger(ledger)
    browser.post(f"/ledgers/{ledger}/confirm")
    tasks.write_ledger(ledger)

    again = drop(browser, "kaoshan-messy.xlsx", KAOSHAN)
    tasks.check_ledger(again)
    shown = browser.get(f"/ledgers/{again}").json()["sheets"][0]
    assert shown["remembered"] == {"by": "孙立新", "on": "2026-10-31"}
    assert next(one["field"] for one in shown["columns"] if one["column"] == column) is None
    browser.post(f"/ledgers/{again}/forget-layout", {"sheet": sheet["name"]})
    tasks.check_ledger(again)
    shown = browser.get(f"/ledgers/{again}").json()["sheets"][0]
    assert shown["remembered"] is None
    assert next(one["field"] for one in shown["columns"] if one["column"] == column) == "school"


@pytest.mark.parametrize(
    ("name", "content"), [("台账.jpg", b"x"), ("台账.pdf", b"x"), ("台账.xlsx", b"\xff\xd8\xff\xe0")]
)
def test_a_picture_of_a_paper_ledger_is_refused_with_what_to_do(cast, client_for, name, content):
    answer = client_for(cast.wanbao).upload("/ledgers", place=WANBAO, file=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert "录成 Excel 表" in answer.json()["message"]


def test_the_screen_counts_the_rows_while_they_are_read_and_written(cast, client_for, deferred, monkeypatch):
    browser = client_for(cast.wanbao)
    ledger = drop(browser, "wanbao-clean.xlsx", WANBAO)
    told = []
    monkeypatch.setattr(ahead, "BLOCK", 25)
    monkeypatch.setattr(
        progress, "tell", lambda what, key, done, total: told.append((str(key), done, total > 60, total))
    )
    tasks.check_ledger(ledger)
    # Of all lines, those of the header too.
    assert [each[:3] for each in told] == [(ledger, 25, True), (ledger, 50, True), (ledger, 60, True)]
    told.clear()
    assert browser.post(f"/ledgers/{ledger}/confirm").json()["progress"] == {"done": 0, "total": 0}
    monkeypatch.setattr(progress, "heard", lambda what, key: (25, 60))
    assert browser.get(f"/ledgers/{ledger}").json()["progress"] == {"done": 25, "total": 60}
    tasks.write_ledger(ledger)
    assert told == [(ledger, 25, False, 60), (ledger, 50, False, 60), (ledger, 60, False, 60)]
