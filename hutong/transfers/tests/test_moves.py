"""Moves (A2-3): the file goes with all its records in one action, and the old place keeps it until it is received."""

from datetime import date

import pytest

from hutong.accounts import context, grants, shares
from hutong.accounts.carried import child_models
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children import timeline
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.tests.factories import read, registered
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.journal.models import Entry
from hutong.transfers.models import Move
from hutong.transfers.moves import actions, figures, show
from hutong.transfers.moves.actions import MoveRefused
from tests.cast import ANTU, JIANGBEI, KAOSHAN, NONGAN, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db
FAR = 220122_103_200  # a village of 靠山镇, 农安县
TODAY = date(2026, 11, 20)
NUMBER = "220122201307306799"


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def asked(person, child, to=FAR, **more):
    with context.within(grant_of(person)) as grant:
        return actions.ask(grant, Child.objects.within(grant).get(pk=child), to, "随父母搬走", **more)


def claimed(person, child, to, name="黄佑俊"):
    """Asked by who is above both ends, for who sees the child alone cannot know of it."""
    with context.within(grant_of(person)) as grant:
        return actions.claim(grant, Child.objects.within(grant).get(pk=child), name, to, "现住本村")


def accepted(person, move, **more):
    with context.within(grant_of(person)) as grant:
        return actions.accept(grant, move.pk, **more)


def sees(person, child) -> bool:
    with context.within(grant_of(person)) as grant:
        return Child.objects.within(grant).filter(pk=child).exists()


def places_of(child) -> set[int]:
    """Where every record that follows the child is, whatever table holds it."""
    found = set()
    for model, column in child_models():
        rows = plain(model).filter(**{column: child})
        rows = rows.filter(ending="") if model is Duty else rows
        # Sealed facts stand at the county of the village (children/models/sealed.py).
        found |= set(rows.values_list("place", flat=True)) if model is not SealedFact else set()
    return found


def with_everything(cast):
    """A child of 新立村 with a visit, a sealed fact, a second category and open duties."""
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER, on=date(2026, 9, 1))
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        record_visit(grant, row, NewVisit(date(2026, 10, 1), "home", no_change=True, words="想妈妈"))
        files.add_category(grant, row, "poor_family", date(2026, 10, 2))
        files.seal_fact(grant, row, SealedKind.PARENT_CUSTODY, "父亲服刑", None)
    return child


def entries(**where):
    with context.within(grants.system()) as grant:
        return list(Entry.objects.within(grant).filter(**where).order_by("seq"))


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
    with pytest.raises(MoveRefused, match="请选择接收的村"):
        accepted(cast.kaoshan, move)
    with pytest.raises(MoveRefused, match="请选择接收的村"):
        accepted(cast.kaoshan, move, to=XINLI)
    assert accepted(cast.kaoshan, move, to=FAR).to_place == FAR
    assert read(child).place == FAR


def test_a_claim_tells_the_place_where_the_child_lives_nothing_until_the_origin_lets_it_go(cast, client_for):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)
    claimed(cast.jilin, child, FAR, "黄佑军")
    [told] = client_for(cast.kaoshan).get("/moves", box="asked").json()["items"]
    assert (told["kind"], told["status"], told["origin"]) == ("claim", "asked", None)
    assert told["child"] == {"id": None, "name": "黄佑军", "sex": "", "birth_date": None, "age": None}

    office = client_for(cast.wanbao)
    [waiting] = office.get("/moves").json()["items"]
    assert (waiting["child"]["name"], waiting["claimed_name"]) == ("黄佑俊", "黄佑军")
    done = office.post(f"/moves/{waiting['id']}/accept", {"hukou": False})
    assert done.status_code == 200, done.content.decode()
    received = client_for(cast.kaoshan).get(f"/moves/{waiting['id']}").json()
    assert received["child"]["name"] == "黄佑俊"
    assert received["origin"]["place"]["code"] == XINLI
    assert client_for(cast.kaoshan).get(f"/children/{received['child']['id']}").status_code == 200
    assert office.get(f"/children/{received['child']['id']}").status_code == 404


def test_a_refusal_needs_a_reason_and_leaves_the_child_where_it_is(cast, client_for):
    move = asked(cast.wanbao, child := registered())
    browser = client_for(cast.kaoshan)
    assert browser.post(f"/moves/{move.pk}/refuse", {"reason": ""}).status_code == 422
    assert browser.post(f"/moves/{move.pk}/refuse", {"reason": "本村没有这户人家"}).json()["status"] == "refused"
    assert sees(cast.wanbao, child)
    again = browser.post(f"/moves/{move.pk}/accept", {})
    assert (again.status_code, again.json()["message"]) == (422, "这件迁移已退回，请刷新页面。")


def test_only_the_answering_end_decides_and_only_the_asking_end_withdraws(cast, client_for):
    move = asked(cast.wanbao, child := registered())
    assert client_for(cast.wanbao).post(f"/moves/{move.pk}/accept", {}).status_code == 422
    assert client_for(cast.kaoshan).post(f"/moves/{move.pk}/withdraw", {}).status_code == 422
    assert client_for(cast.neighbour).post(f"/moves/{move.pk}/withdraw", {}).status_code == 404
    assert client_for(cast.wanbao).post(f"/moves/{move.pk}/withdraw", {}).json()["status"] == "withdrawn"
    assert sees(cast.wanbao, child)


def test_asked_twice_it_is_one_move(cast):
    child = registered()
    assert asked(cast.wanbao, child).pk == asked(cast.wanbao, child).pk


@pytest.mark.parametrize("to", [XINLI, WANBAO, ANTU, 222426_105_999, 1, 10**12])
def test_a_child_moves_only_to_another_place_that_exists(cast, to, client_for):
    child = registered()
    answer = client_for(cast.wanbao).post(f"/children/{child}/moves", {"to": to, "reason": "搬走了"})
    assert answer.status_code == 422, answer.content.decode()
    assert answer.json()["fields"][0]["field"] == "to"


@pytest.mark.parametrize("reason", [ExitReason.DEATH, ExitReason.ADULT])
def test_a_child_that_leaves_the_register_leaves_nothing_to_answer(cast, reason):
    move = asked(cast.wanbao, child := registered())
    with context.within(grant_of(cast.director)) as grant:
        files.leave(grant, Child.objects.within(grant).get(pk=child), reason, TODAY)
    with context.within(grant_of(cast.kaoshan)) as grant:
        assert Move.objects.within(grant).get(pk=move.pk).status == "void"
        assert not Duty.objects.within(grant).filter(rule="move", ending="").exists()


def test_two_places_claim_and_the_one_that_gets_the_child_ends_the_other_claim(cast):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)
    chibei = 229801_120_300
    moves = {to: claimed(cast.jilin, child, to) for to in (FAR, chibei)}
    accepted(cast.wanbao, moves[chibei])
    assert read(child).place == chibei
    with context.within(grant_of(cast.kaoshan)) as grant:
        lost = Move.objects.within(grant).get(pk=moves[FAR].pk)
        assert (lost.status, lost.answer) == ("void", "已迁往别处")


def test_a_child_moved_on_inside_the_county_ends_the_request_that_waited(cast):
    move = asked(cast.wanbao, child := registered())
    asked(cast.wanbao, child, JIANGBEI)
    with pytest.raises(MoveRefused, match="已失效"):
        accepted(cast.kaoshan, move)
    assert read(child).place == JIANGBEI


def test_a_child_whose_file_was_closed_as_moved_is_claimed_and_opens_again(cast):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)
    with context.within(grant_of(cast.wanbao)) as grant:
        files.leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.MOVED, TODAY)
    accepted(cast.wanbao, claimed(cast.jilin, child, FAR))
    assert read(child).active
    assert read(child).place == FAR


def test_a_move_that_nobody_answers_is_owed_by_the_other_end_s_supervisor_and_climbs(cast):
    move = asked(cast.wanbao, registered())
    with context.within(grant_of(cast.kaoshan)) as grant:
        [duty] = Duty.objects.within(grant).filter(rule="move")
        assert (duty.clause, duty.owner, duty.place, duty.due) == ("A2-3", "supervisor", FAR, date(2026, 11, 27))
        assert duty.county_on == date(2026, 12, 4)
    with context.within(grant_of(cast.wanbao)) as grant:
        assert not Duty.objects.within(grant).filter(rule="move").exists()
    with context.within(grant_of(cast.kaoshan)) as grant:
        actions.refuse(grant, move.pk, "没有这户人家")
        duty.refresh_from_db()
        assert (duty.ending, duty.ended_on, duty.discharged_by) == ("done", TODAY, move.pk)


def test_the_nightly_sweep_writes_nothing_more_about_a_move_that_waits(cast):
    asked(cast.wanbao, registered())
    with context.within(grants.system()):
        engine.sweep()
        assert engine.sweep()["move"] == 0


def test_a_visit_at_the_origin_while_the_move_waits_leaves_the_other_end_s_duty_alone(cast):
    asked(cast.wanbao, child := registered(on=date(2026, 11, 1)))
    with context.within(grant_of(cast.director)) as grant:
        context.open_child(child)
        record_visit(grant, Child.objects.within(grant).get(pk=child), NewVisit(TODAY, "home", no_change=True))
    with context.within(grant_of(cast.kaoshan)) as grant:
        assert Duty.objects.within(grant).filter(rule="move", ending="").count() == 1


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


def test_an_answer_does_not_widen_what_its_office_sees(cast):
    child = registered()
    registered("别的孩子")
    move = asked(cast.wanbao, child)
    with context.within(grant_of(cast.kaoshan)) as grant:
        actions.accept(grant, move.pk)
        assert {row[0] for row in query.rows("SELECT name FROM children_child")} == {"张小明"}


def summaries(person, child):
    with context.within(grant_of(person)) as grant:
        return list(shares.live(grant).filter(child=child))


def test_while_it_waits_the_other_end_reads_a_summary_and_no_longer_once_it_is_answered(cast):
    move = asked(cast.wanbao, child := registered())
    [share] = summaries(cast.kaoshan, child)
    assert (share.kind, set(share.parts)) == ("move", {"child", "carer", "schooling", "categories"})
    assert summaries(cast.nongan, child)
    assert not summaries(cast.chibei, child)
    with context.within(grant_of(cast.kaoshan)) as grant:
        actions.refuse(grant, move.pk, "本村没有这户人家")
    assert not summaries(cast.kaoshan, child)


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
