"""A row of a child whose file is closed writes nothing; whether the child comes back is for a person to say (A2-3)."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.children.actions import leave, return_child
from hutong.children.models import Category, Child
from hutong.children.models.choices import ExitReason
from hutong.ground import clock
from hutong.ledgers import commands
from hutong.ledgers.reading.tests.support import HEAD, boy
from tests.cast import WANBAO

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def send(tmp_path, cast):
    """Import one row; gives its answer."""

    def sent(row):
        path = tmp_path / "名单.csv"
        path.write_text("\n".join(",".join(map(str, line)) for line in (HEAD, row)), encoding="utf-8")
        return commands.import_(path, WANBAO, cast.wanbao.staff_number)["rows"][0]

    return sent


def state():
    with context.within(grants.system()) as grant:
        child = Child.objects.within(grant).get()
        held = sorted(Category.objects.within(grant).filter(child=child).values_list("key", flat=True))
        return child.rev, child.exited_on, held


def closed(reason):
    with context.within(grants.system()) as grant:
        leave(grant, Child.objects.within(grant).get(), reason, date(2026, 9, 13))


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("reason", [ExitReason.DEATH, ExitReason.RETURNED, ExitReason.MOVED, ExitReason.IMPROVED])
def test_a_closed_file_is_answered_and_not_written_to(send, reason, numbered):
    row = boy() if numbered else [*boy()[:5], "无户口", "困境儿童"]
    send(row)
    closed(reason)
    before = state()
    for again in (row, [*row[:6], "困境儿童、流动儿童"]):
        answer = send(again)
        assert [problem["code"] for problem in answer["problems"]] == ["exited"]
        assert "2026-09-13" in answer["problems"][0]["message"]
        assert ExitReason(reason).label in answer["problems"][0]["message"]
        dead = reason == ExitReason.DEATH
        assert (answer["outcome"], answer["problems"][0]["severity"]) == (
            ("refused", "error") if dead else ("unchanged", "warning")
        )
        assert answer["changes"] == []
        assert state() == before


def test_a_child_that_a_person_took_back_is_compared_again(send):
    send(boy())
    closed(ExitReason.RETURNED)
    with context.within(grants.system()) as grant:
        return_child(grant, Child.objects.within(grant).get(), "父母又外出")
    answer = send([*boy()[:6], "困境儿童"])
    assert (answer["outcome"], answer["problems"]) == ("changed", [])
    assert "distressed" in state()[2]


def test_one_glyph_under_another_code_is_the_same_child(send):
    send([*boy("金文玉")[:5], "无户口", "困境儿童"])
    for written in ("\uf90a文玉", "\u2fa6\u2f42\u2f5f", "金 文 玉"):
        assert send([*boy(written)[:5], "无户口", "困境儿童"])["outcome"] == "unchanged"
    with context.within(grants.system()) as grant:
        assert Child.objects.within(grant).count() == 1
