"""A2-3: a county draws files by lot, looks at them again, and hears what that says of all; nobody draws until it pleases."""

from datetime import date
from typing import Any

import pytest

from hutong.accounts import context
from hutong.children.models import Child, SampleItem
from hutong.children.samples import reading
from hutong.children.samples.actions import draw, look
from hutong.children.tests.factories import registered
from hutong.ground import clock, sampling
from hutong.ground.refusal import Refused
from hutong.sync.tests.payloads import rows_of
from tests.cast import ANTU, JIANGBEI, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(date(2026, 11, 24)):
        yield


def register(count: int, place: int = XINLI) -> list[Any]:
    return [registered(f"张小{n}", place=place, born=date(2015, 1 + n // 28, 1 + n % 28)) for n in range(count)]


def drawn(person, place: int = ANTU) -> Any:
    with context.within(grant_of(person)) as grant:
        narrowed = grant.narrowed(place)
        assert narrowed
        return draw(narrowed, place)


def items(sample) -> list[Any]:
    return sorted(rows_of(SampleItem, sample=sample), key=lambda one: one.position)


def looked(person, item, right=True, note="") -> None:
    with context.within(grant_of(person)) as grant:
        look(grant, item.pk, right, note)


def told(person) -> Any:
    with context.within(grant_of(person)) as grant:
        return reading.page(grant, None)["items"][0]


def test_it_draws_by_a_kept_seed_so_that_anybody_can_draw_again(cast):
    everybody = register(32)
    sample = drawn(cast.antu)
    assert [one.child_id for one in items(sample)] == sampling.drawn(everybody, 29, sample.seed)
    assert (sample.population, sample.bound, sample.confidence) == (32, 10, 95)


def test_half_a_sample_says_nothing_and_a_whole_one_says_its_bound(cast):
    register(3)
    sample = drawn(cast.antu)
    first, *others = items(sample)
    looked(cast.antu, first, False, "学校写错了")
    assert (told(cast.antu).looked, told(cast.antu).at_most) == (1, None)
    for one in others:
        looked(cast.wanbao, one)
    row = told(cast.antu)
    assert (row.size, row.looked, row.wrong) == (3, 3, 1)
    assert row.at_most == pytest.approx(100 * sampling.at_most(1, 3, 0.95), abs=0.05)


def test_nobody_draws_again_before_all_were_looked_at(cast):
    register(2)
    sample = drawn(cast.antu)
    with pytest.raises(Refused, match="还没有看完"):
        drawn(cast.antu)
    for one in items(sample):
        looked(cast.antu, one)
    assert drawn(cast.antu).seed != sample.seed


def test_what_is_not_right_is_said_in_words(cast):
    register(1)
    [one] = items(drawn(cast.antu))
    with pytest.raises(Refused, match="请写明"):
        looked(cast.antu, one, False)


def test_an_empty_register_and_a_village_are_refused_in_words(cast):
    with pytest.raises(Refused, match="没有在册儿童"):
        drawn(cast.antu)
    register(1)
    with pytest.raises(Refused, match="县"):
        drawn(cast.wanbao, XINLI)


def test_who_moved_away_meanwhile_stays_in_the_sample(cast):
    from hutong.transfers.moves.actions import ask

    [child] = register(1)
    sample = drawn(cast.wanbao, WANBAO)
    with context.within(grant_of(cast.wanbao)) as grant:
        ask(grant, Child.objects.within(grant).get(pk=child), JIANGBEI, "随奶奶搬家")
    assert [one.place for one in items(sample)] == [XINLI]


def test_over_http_others_find_nothing(cast, client_for):
    register(2)
    county = client_for(cast.antu)
    made = county.post("/samples", {"place": ANTU}).json()
    assert (made["size"], made["looked"], made["at_most"]) == (2, 0, None)
    path = f"/samples/{made['id']}/items"
    [first, _] = county.get(path).json()["items"]
    result = f"/sample-items/{first['id']}/result"
    assert client_for(cast.nongan).get(path).status_code == 404
    assert client_for(cast.nongan).post(result, {"right": True}).status_code == 404
    assert client_for(cast.director).get("/samples").status_code == 403
    assert county.post(result, {"right": False}).status_code == 422
    assert county.post(result, {"right": False, "note": "学校写错了"}).status_code == 204
    assert county.get("/samples").json()["items"][0]["wrong"] == 1
