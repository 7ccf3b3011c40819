"""S2-1: somebody is away, and somebody stands in from day to day; a day without anybody is known the day before."""

from datetime import date, timedelta
from typing import Any

import pytest

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.workforce.actions import Appointment, appoint
from hutong.workforce.cover import reading
from hutong.workforce.cover.actions import Cover, Watch, cover, end, name_nights
from hutong.workforce.listing import WANTED, vacancies
from tests.cast import ANTU, JIANGBEI, KAOSHAN, WANBAO, XINLI, grant_of

TODAY = date(2026, 11, 23)
DAY = timedelta(1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def post_of(person) -> Any:
    with context.within(grants.system()) as grant:
        return Post.objects.within(grant).filter(person=person).earliest("id").pk


def covered(by_whom, away, by=None, since=TODAY, until=TODAY + 7 * DAY, **told) -> Any:
    with context.within(grant_of(by_whom)) as grant:
        return cover(grant, post_of(away), Cover(since, until, "leave", by and post_of(by), **told))


def owed(person) -> list[tuple[str, str]]:
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule__startswith="cover_")
        return [(one.rule, one.ending) for one in rows.order_by("rule", "-ending")]


def sees(person, child) -> bool:
    grant = grant_of(person)
    with context.within(grant) as grant:
        return Child.objects.within(grant).filter(pk=child).exists()


def test_the_neighbour_stands_in_for_these_days_and_reads_the_village_then_and_only_then(cast):
    child = registered(place=XINLI)
    covered(cast.wanbao, cast.director, cast.neighbour, since=TODAY + DAY, until=TODAY + 3 * DAY)
    assert not sees(cast.neighbour, child)
    for days, seen in ((1, True), (2, True), (3, False)):
        with clock.at(TODAY + days * DAY):
            assert sees(cast.neighbour, child) is seen
    with clock.at(TODAY + DAY):
        assert sees(cast.director, child), "whoever is ill keeps the post"


def test_the_supervisor_reaches_the_village_already_and_gets_no_second_post(cast):
    turn = covered(cast.wanbao, cast.director, cast.wanbao)
    assert turn.opened is None
    assert owed(cast.wanbao) == []


def test_a_gap_tomorrow_is_known_today_and_not_the_day_before(cast):
    covered(cast.wanbao, cast.director, since=TODAY + 2 * DAY)
    assert owed(cast.wanbao) == []
    with clock.at(TODAY + DAY), context.within(grants.system()):
        engine.sweep()
        assert owed(cast.wanbao) == [("cover_director", "")]


def test_the_gap_ends_when_somebody_is_named(cast):
    turn = covered(cast.wanbao, cast.director)
    assert owed(cast.wanbao) == [("cover_director", "")]
    with context.within(grant_of(cast.wanbao)) as grant:
        end(grant, turn.pk, TODAY)
    covered(cast.wanbao, cast.director, cast.neighbour)
    assert [ending for _, ending in owed(cast.wanbao)] != [""]


def test_whoever_stands_in_and_falls_ill_leaves_a_gap(cast):
    first = covered(cast.wanbao, cast.director, cast.neighbour)
    covered(cast.wanbao, cast.neighbour, cast.wanbao)
    assert owed(cast.wanbao) == [("cover_director", "")]
    with context.within(grant_of(cast.wanbao)) as grant:
        [row] = [one for one in reading.page(grant, None)["items"] if one.id == first.pk]
        assert (row.gap, row.away.name, row.by.name) == (True, "王秀兰", "李桂芝")
        assert "李桂芝也不在岗" in reading.described([first.pk])[first.pk]


def test_back_sooner_ends_the_cover_and_what_it_opened(cast):
    child = registered(place=XINLI)
    turn = covered(cast.wanbao, cast.director, cast.neighbour)
    assert sees(cast.neighbour, child)
    with clock.at(TODAY + DAY):
        with context.within(grant_of(cast.wanbao)) as grant:
            end(grant, turn.pk, TODAY + DAY)
        assert not sees(cast.neighbour, child)


def test_two_covers_follow_each_other_and_never_overlap(cast):
    covered(cast.wanbao, cast.director, cast.neighbour, until=TODAY + 2 * DAY)
    covered(cast.wanbao, cast.director, cast.wanbao, since=TODAY + 2 * DAY)
    with pytest.raises(Refused, match="已经有代班安排"):
        covered(cast.wanbao, cast.director, cast.wanbao, since=TODAY + DAY)


@pytest.mark.parametrize(("since", "until"), [(-1, 3), (2, 2), (0, 400)])
def test_days_that_cannot_be_are_refused_in_words(cast, since, until):
    with pytest.raises(Refused):
        covered(cast.wanbao, cast.director, cast.wanbao, since=TODAY + since * DAY, until=TODAY + until * DAY)


def test_nobody_covers_from_elsewhere_nor_decides_over_another_s_posts(cast):
    with pytest.raises(Problem, match="代班的人"):
        covered(cast.wanbao, cast.director, cast.kaoshan)
    with pytest.raises(Problem):
        covered(cast.kaoshan, cast.director, cast.kaoshan)
    with pytest.raises(Problem, match="上级"):
        covered(cast.wanbao, cast.wanbao, cast.wanbao)


def test_a_village_whose_director_is_covered_is_not_vacant(cast):
    covered(cast.wanbao, cast.director, cast.neighbour)
    with context.within(grant_of(cast.wanbao)) as grant:
        assert XINLI not in {one.code for one in vacancies(grant, *WANTED["villages"])}


def test_a_night_has_two_names_with_voice_numbers_and_a_gap_is_told(cast):
    with context.within(grant_of(cast.antu)) as grant:
        span = (TODAY, TODAY + 2 * DAY)
        name_nights(grant, ANTU, [Watch("night_first", post_of(cast.institution), "0433-5821110", *span)])
        name_nights(grant, ANTU, [Watch("night_second", post_of(cast.wanbao), "13904430003", TODAY, TODAY + DAY)])
        names = reading.night(grant, ANTU, TODAY)
        assert names == {"night_first": ("崔雪", "0433-5821110"), "night_second": ("赵明", "13904430003")}
        gaps = [(one.on, seat.seat) for one in reading.nights(grant, ANTU, TODAY, 2) for seat in one.seats if seat.gap]
        assert gaps == [(TODAY + DAY, "night_second")]
        with pytest.raises(Refused, match="已经有人值班"):
            name_nights(grant, ANTU, [Watch("night_first", post_of(cast.wanbao), "1", *span)])


def test_the_county_names_its_nights_on_the_screen_and_a_night_whose_name_is_away_is_a_gap(cast, client_for):
    county, first, second = client_for(cast.antu), str(post_of(cast.institution)), str(post_of(cast.wanbao))
    body = {"place": ANTU, "since": str(TODAY), "last": str(TODAY + DAY), "watches": [
        {"seat": "night_first", "by": first, "voice": "0433-5821110"},
        {"seat": "night_second", "by": second, "voice": "13904430003"}]}  # fmt: skip
    assert client_for(cast.wanbao).post("/nights", body).status_code == 404
    for wrong, told in (
        ({"since": str(TODAY - DAY)}, "过去"),
        ({"last": str(TODAY - DAY)}, "最后一夜"),
        ({"watches": [one | {"by": first} for one in body["watches"]]}, "同一个人"),
    ):
        refused = county.post("/nights", body | wrong)
        assert (refused.status_code, told in refused.content.decode()) == (422, True)
    assert county.post("/nights", body).status_code == 204
    covered(cast.antu, cast.wanbao, since=TODAY + DAY, until=TODAY + 2 * DAY)
    shown = county.get("/nights").json()
    assert (shown["place"]["code"], len(shown["nights"])) == (ANTU, 14)
    told = [[(one["name"], one["voice"], one["gap"]) for one in night["seats"]] for night in shown["nights"][:3]]
    assert told == [
        [("崔雪", "0433-5821110", False), ("赵明", "13904430003", False)],
        [("崔雪", "0433-5821110", False), ("赵明", "13904430003", True)],
        [("", "", True), ("", "", True)],
    ]
    # Whoever names a second one in between hears of it, and the rest is not half kept.
    again = county.post("/nights", body | {"since": str(TODAY + DAY), "last": str(TODAY + 3 * DAY)})
    assert (again.status_code, again.json()["code"]) == (409, "taken")
    assert all(seat["gap"] for seat in county.get("/nights").json()["nights"][2]["seats"])
    assert [one["name"] for one in client_for(cast.wanbao).get("/nights").json()["nights"][0]["seats"]] == ["", ""]


def test_over_http_the_township_arranges_and_others_find_nothing(cast, client_for):
    township, elsewhere = client_for(cast.wanbao), client_for(cast.kaoshan)
    body = {"since": str(TODAY), "until": str(TODAY + 2 * DAY), "why": "leave", "by": str(post_of(cast.neighbour))}
    path = f"/posts/{post_of(cast.director)}/cover"
    assert elsewhere.post(path, body).status_code == 404
    assert client_for(cast.director).post(path, body).status_code == 403
    assert township.post(path, body).status_code == 204
    [row] = township.get("/turns", place=WANBAO).json()["items"]
    assert (row["away"]["name"], row["by"]["name"], row["gap"]) == ("王秀兰", "李桂芝", False)
    assert elsewhere.get("/turns", place=KAOSHAN).json()["total"] == 0
    assert elsewhere.post(f"/turns/{row['id']}/end", {"on": str(TODAY)}).status_code == 404
    # Who was let in today stays to be seen.
    assert township.post(f"/turns/{row['id']}/end", {"on": str(TODAY)}).status_code == 422
    assert township.post(f"/turns/{row['id']}/end", {"on": str(TODAY + DAY)}).status_code == 204


def test_a_cover_opens_no_post_that_an_appointment_could_not(cast):
    """Neither for somebody whose account another bureau keeps, nor for oneself."""
    with context.within(grants.system()) as grant:
        appoint(grant, [Appointment(JIANGBEI, Role.CHILD_DIRECTOR, "孙立新", staff_number=cast.kaoshan.staff_number)])
        appoint(grant, [Appointment(JIANGBEI, Role.CHILD_DIRECTOR, "金哲洙", staff_number=cast.antu.staff_number)])
    outsider, own = (post_in(JIANGBEI, person) for person in (cast.kaoshan, cast.antu))
    days = (TODAY, TODAY + 7 * DAY, "leave")
    with context.within(grant_of(cast.wanbao)) as grant, pytest.raises(Problem, match="其他单位任用"):
        cover(grant, post_of(cast.director), Cover(*days, outsider))
    with context.within(grant_of(cast.antu, "civil_affairs")) as grant, pytest.raises(Problem, match="给自己"):
        cover(grant, post_of(cast.director), Cover(*days, own))


def post_in(place: int, person) -> Any:
    with context.within(grants.system()) as grant:
        return Post.objects.within(grant).get(person=person, place=place).pk
