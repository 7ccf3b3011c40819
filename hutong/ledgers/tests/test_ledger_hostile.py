"""A2-3: whatever file somebody drops is refused in a sentence or taken for what it is; tests/long sends all of them to a server."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.ground import clock
from hutong.ledgers.intake import tasks
from hutong.ledgers.reading.tests.hostile import ANSWERED, HOSTILE
from tests.cast import WANBAO

pytestmark = pytest.mark.django_db
CHEAP = ("外部实体.xlsx", "截断.xlsx", "密码.xlsx", "空字符.csv", "宏.xls", "公式.xlsx")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The tests are the worker."""
    monkeypatch.setattr(tasks.check_ledger, "defer", lambda **_: None)
    with clock.at(date(2026, 10, 31)):
        yield


@pytest.mark.parametrize("name", CHEAP)
def test_a_hostile_ledger_is_kept_and_told_in_a_sentence(cast, client_for, tmp_path, name):
    HOSTILE[name](tmp_path / name)
    browser = client_for(cast.wanbao)
    file = SimpleUploadedFile(name, (tmp_path / name).read_bytes())
    sent = browser.upload("/ledgers", file=file, place=WANBAO)
    assert sent.status_code == 200, sent.content.decode()
    tasks.check_ledger(sent.json()["id"])
    shown = browser.get(f"/ledgers/{sent.json()['id']}").json()
    rows = browser.get(f"/ledgers/{sent.json()['id']}/rows").json()["items"]
    taken = [row["child"]["name"] for row in rows if row["outcome"] == "new"]
    assert taken == (["李明"] if name in ANSWERED else [])
    assert shown["status"] == "checked" or shown["error"].endswith("。")
    assert "root:" not in str(rows), "nothing of the server's own files"


@pytest.mark.parametrize(
    "name", ["../../../etc/台账.csv", "台\x00\u202e账.csv", "台" * 5000 + ".csv", "C:\\公文\\台账.csv"]
)
def test_the_name_of_a_file_leads_nowhere(cast, client_for, name):
    browser = client_for(cast.wanbao)
    sent = browser.upload("/ledgers", file=SimpleUploadedFile(name, "姓名,村\n".encode()), place=WANBAO)
    assert sent.status_code == 200, sent.content.decode()
    kept = browser.get(f"/ledgers/{sent.json()['id']}").json()["file_name"]
    assert kept.endswith(".csv")
    assert len(kept) <= 200
    assert not set(kept) & set("/\\\x00\r\n")
