"""A2-3: a closed month stays with the township that reported it, whatever becomes of the child, the file or the place."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.doubles import decide, find
from hutong.doubles.tests.support import proposal
from hutong.ground import clock
from hutong.returns.models import MonthRow
from hutong.returns.months.tests.test_months import before_all, compared, night, told
from hutong.transfers.moves import actions as moves
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests.cast import ANTU, JIANGBEI, KAOSHAN, WANBAO, XINLI, grant_of

__all__ = ["before_all"]
pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 20)
FAR = 220122_103_200  # a village of 靠山镇, 农安县


def moved(child, to, by, answered=None):
    with clock.at(OCTOBER):
        with context.within(grant_of(by)) as grant:
            move = moves.ask(grant, Child.objects.within(grant).get(pk=child), to, "随父母搬走")
        if answered:
            with context.within(grant_of(answered)) as grant:
                moves.accept(grant, move.pk)


def test_a_child_that_moved_away_left_here_and_came_there_and_each_sees_its_own_end(cast, client_for):
    with clock.at(SEPTEMBER):
        child = registered(address="新立村三组12号")
    night()
    moved(child, FAR, cast.wanbao, cast.kaoshan)
    night(month=11)
    with clock.at(NOVEMBER):
        here, there = compared(client_for(cast.wanbao)), compared(client_for(cast.kaoshan))
        assert told(here) == {"张小明": ("left", "迁出本地", [])}
        assert told(there) == {"张小明": ("came", "从外地迁入", [])}
        assert [one["total"] for one in here["totals"]] == [1, 0]
        assert [one["total"] for one in there["totals"]] == [0, 1]
        # Where it went is told by the move, to those who may read it; the file opens no more.
        assert (here["items"][0]["open"], there["items"][0]["open"]) == (False, True)
        assert str(FAR) not in str(here)
    with context.within(grant_of(cast.kaoshan)) as grant:
        assert {row.happened_place for row in MonthRow.objects.within(grant)} == {FAR}
        assert {row.happened_place for row in plain(MonthRow).all()} == {FAR}, "the floor says so too"


def test_a_move_inside_the_township_is_a_change_there_and_a_coming_in_the_village(cast, client_for):
    with clock.at(SEPTEMBER):
        child = registered()
    night()
    moved(child, JIANGBEI, cast.wanbao)
    night(month=11)
    with clock.at(NOVEMBER):
        browser = client_for(cast.wanbao)
        [(kind, _, changes)] = told(compared(browser)).values()
        assert (kind, changes) == ("changed", [("居住村（社区）", "新立村委会", "江北村委会")])
        assert told(compared(browser, place=JIANGBEI))["张小明"][:2] == ("came", "从外地迁入")
        assert told(compared(browser, place=XINLI))["张小明"][:2] == ("left", "迁出本地")
        assert [one["total"] for one in compared(browser, place=XINLI)["totals"]] == [1, 0]


def test_a_double_file_leaves_as_merged_and_the_past_keeps_both(cast, client_for):
    with clock.at(SEPTEMBER):
        one, two = registered("张小明"), registered("张小明", place=JIANGBEI)
    night()
    with clock.at(OCTOBER), context.within(grant_of(cast.wanbao)) as grant:
        find.find(grant, [one, two])
        found = proposal(grant, one, two)
        assert found
        decide.merge(grant, found.pk, one, ())
    night(month=11)
    with clock.at(NOVEMBER):
        answer = compared(client_for(cast.wanbao))
    assert [(item["kind"], item["reason"]) for item in answer["items"]] == [("left", "并入另一份档案")]
    assert [one["total"] for one in answer["totals"]] == [2, 1]


def test_when_a_village_goes_to_another_county_the_figure_of_the_past_stays_and_the_names_go_with_it(cast, client_for):
    with clock.at(SEPTEMBER):
        registered("张小明")
        registered("王小红", place=JIANGBEI)
    night()
    with clock.at(OCTOBER), context.within(grants.system()) as grant:
        change(grant, Wish("move", JIANGBEI, OCTOBER, parent=KAOSHAN), "吉政函〔2026〕1号", "区划调整", ())
    night(month=11)
    with clock.at(NOVEMBER):
        here, there = compared(client_for(cast.wanbao)), compared(client_for(cast.kaoshan))
        assert [(one["total"], one["away"]) for one in here["totals"]] == [(2, 1), (1, 0)]
        assert [one["total"] for one in there["totals"]] == [0, 1]
        assert told(here) == {}
        assert told(there) == {"王小红": ("came", "区划变更划入", [])}
        county = compared(client_for(cast.antu))
        assert [one["total"] for one in county["totals"]] == [2, 1]
        balance = client_for(cast.antu).get("/balance", month="2026-09", place=ANTU).json()
        assert balance["total"] + county["totals"][0]["away"] == 2
    assert WANBAO


def test_a_unit_that_only_got_another_code_compares_as_ever(cast, client_for):
    with clock.at(SEPTEMBER):
        registered("张小明")
    night()
    with clock.at(OCTOBER), context.within(grants.system()) as grant:
        done = change(grant, Wish("move", WANBAO, OCTOBER, parent=220122_000_000), "吉政函〔2026〕1号", "区划调整", ())
    night(month=11)
    with clock.at(NOVEMBER):
        answer = compared(client_for(cast.nongan), place=done.new_code)
        assert told(answer) == {}
        assert [(one["total"], one["away"]) for one in answer["totals"]] == [(1, 0), (1, 0)]
        old = compared(client_for(cast.antu))
        assert [(one["total"], one["away"]) for one in old["totals"]] == [(1, 1), (0, 0)]
