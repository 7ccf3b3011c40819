"""Moves (A2-3): the file goes with all its records in one action, and the old place keeps it until it is received."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children import timeline
from hutong.children.models import Child, SealedFact
from hutong.children.tests.factories import read, registered
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.ground.refusal import Refused
from hutong.journal.models import Entry
from hutong.transfers.moves import figures, show
from hutong.transfers.tests.moving import (
    FAR,
    TODAY,
    accepted,
    asked,
    claimed,
    entries,
    places_of,
    sees,
    summaries,
    with_everything,
)
from tests.cast import ANTU, JIANGBEI, KAOSHAN, NONGAN, XINLI, grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def test_the_other_county_receives_the_whole_file_and_the_old_one_sees_nothing_any_more(cast):
    child = with_everything(cast)
    move = asked(cast.wanbao, child)
    assert (move.kind, move.status) == ("handover", "asked")
    assert sees(cast.wanbao, child)
    assert not sees(cast.kaoshan, child)

    done = accepted(cast.kaoshan, move)
    assert done.status == "accepted"
    assert sees(cast.kaoshan, child)
    assert sees(cast.nongan, child)
    for former in (cast.director, cast.wanbao, cast.antu):
        assert not sees(former, child)
    with context.within(grants.system()):
        assert places_of(child) == {FAR}
        [visit] = query.rows("SELECT place, happened_place FROM care_visit WHERE child_id = %s", [child])
        assert visit == (FAR, XINLI)
    assert read(child).happened_place == XINLI


def test_the_old_place_goes_on_following_until_receipt_and_what_changed_meanwhile_is_carried(cast):
    child = with_everything(cast)
    move = asked(cast.wanbao, child)
    with context.within(grant_of(cast.director)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        assert Duty.objects.within(grant).filter(child=child, rule="visit", ending="").exists()
        record_visit(grant, row, NewVisit(TODAY, "home", no_change=True))
        files.update(grant, child, row.rev, {"child": {"remark": None}}, {"child": {"remark": "书包在奶奶家"}})
    accepted(cast.kaoshan, move)
    assert read(child, grant_of(cast.kaoshan)).remark == "书包在奶奶家"
    with context.within(grants.system()):
        assert places_of(child) == {FAR}


def test_the_rev_rises_so_that_an_editor_of_the_old_page_is_told(cast):
    child = registered()
    before = read(child).rev
    accepted(cast.kaoshan, asked(cast.wanbao, child))
    assert read(child).rev > before


def test_both_streams_are_told_and_sealed_matters_only_both_counties(cast):
    child = with_everything(cast)
    accepted(cast.kaoshan, asked(cast.wanbao, child))
    left = entries(place=XINLI, changes__moved="left")
    came = entries(place=FAR, changes__moved="came")
    assert {entry.record for entry in left} == {entry.record for entry in came} >= {child}
    assert all(entry.changes == {"moved": "left"} for entry in left)
    assert [(e.place, e.changes["moved"]) for e in entries(sealed=True, action="moves.accept")] == [
        (NONGAN, "came"), (ANTU, "left"),
    ]  # fmt: skip
    for stream in {entry.stream_id for entry in (*left, *came)}:
        numbers = [entry.seq for entry in entries(stream_id=stream, sealed=False)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_one_officer_moves_a_child_at_once_between_villages_of_the_own_jurisdiction(cast):
    child = with_everything(cast)
    move = asked(cast.wanbao, child, JIANGBEI)
    assert (move.kind, move.status) == ("direct", "accepted")
    assert sees(cast.neighbour, child)
    assert not sees(cast.director, child)
    with context.within(grants.system()):
        assert places_of(child) == {JIANGBEI}
    # One county: nothing of its sealed facts changes.
    assert entries(sealed=True, action="moves.ask") == []


def test_a_director_who_holds_both_villages_moves_at_once(cast):
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    with context.within(grants.system()) as grant:
        appoint(grant, [Appointment(JIANGBEI, Role.CHILD_DIRECTOR, "王秀兰", staff_number=cast.director.staff_number)])
    assert asked(cast.director, registered(), JIANGBEI).status == "accepted"


def test_the_township_names_the_village_on_receipt(cast):
    move = asked(cast.wanbao, child := registered(), KAOSHAN)
    with pytest.raises(Refused, match="请选择接收的村"):
        accepted(cast.kaoshan, move)
    with pytest.raises(Refused, match="请选择接收的村"):
        accepted(cast.kaoshan, move, to=XINLI)
    assert accepted(cast.kaoshan, move, to=FAR).to_place == FAR
    assert read(child).place == FAR


def test_what_the_old_village_did_stays_its_own_figure(cast):
    child = with_everything(cast)
    accepted(cast.kaoshan, asked(cast.wanbao, child))
    with context.within(grant_of(cast.wanbao)) as grant:
        assert Duty.objects.within(grant).filter(rule="visit", ending="done").count() == 1
    with context.within(grant_of(cast.kaoshan)) as grant:
        assert not Duty.objects.within(grant).filter(rule="visit", ending="done").exists()


def test_who_came_and_who_left_is_counted_by_month(cast):
    accepted(cast.kaoshan, asked(cast.wanbao, registered()))
    november = (date(2026, 11, 1), date(2026, 12, 1))
    for person, came, left in ((cast.kaoshan, 1, 0), (cast.wanbao, 0, 1), (cast.jilin, 0, 0)):
        with context.within(grant_of(person)) as grant:
            assert tuple(rows.count() for rows in figures.between(grant, *november)) == (came, left)


def test_the_new_village_reads_the_whole_history_and_the_move_once(cast):
    child = with_everything(cast)
    accepted(cast.kaoshan, asked(cast.wanbao, child))
    with context.within(grant_of(cast.kaoshan)) as grant:
        titles = [event["title"] for event in timeline.page(grant, Child.objects.within(grant).get(pk=child))["items"]]
    assert titles[0].startswith("迁移：新立村")
    assert titles[1:] == ["请求迁出", "认定类别", "2026-10-01 入户走访", "建立档案"]


def test_sealed_facts_go_along_unread_and_stay_invisible_to_those_who_carry_them(cast):
    child = with_everything(cast)
    accepted(cast.kaoshan, asked(cast.wanbao, child))
    with context.within(grant_of(cast.kaoshan)) as grant:
        context.open_child(child)
        assert not plain(SealedFact).exists()
        assert not plain(Entry).filter(sealed=True).exists()
    with context.within(grants.system()) as grant:
        assert SealedFact.objects.within(grant).get(child=child).place == NONGAN


def test_a_move_and_its_way_back_leave_everything_as_it_was(cast):
    child = with_everything(cast)
    accepted(cast.kaoshan, asked(cast.wanbao, child))
    accepted(cast.wanbao, asked(cast.kaoshan, child, XINLI))
    with context.within(grants.system()):
        assert places_of(child) == {XINLI}
    with context.within(grant_of(cast.director)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        assert len(timeline.page(grant, row)["items"]) == 7
        assert show.listing(grant, "in", None)["items"][0]["direction"] == "in"


def test_the_county_of_a_floating_child_s_hukou_goes_on_reading(cast):
    child = with_everything(cast)
    accepted(cast.kaoshan, asked(cast.wanbao, child, hukou=True))
    [share] = summaries(cast.antu, child)
    assert (share.kind, share.place) == ("hukou", FAR)
    assert not summaries(cast.wanbao, child)


def test_a_claim_that_lost_leaves_its_winner_the_sealed_facts_too(cast):
    child = with_everything(cast)
    claimed(cast.jilin, child, 229801_120_300)
    accepted(cast.wanbao, claimed(cast.jilin, child, FAR))
    with context.within(grants.system()):
        assert places_of(child) == {FAR}
