"""Where parents work is believable for the province that is simulated, not only for 吉林省."""

from random import Random

import pytest

from hutong.children.models.choices import Whereabouts
from hutong.demo import words
from hutong.demo.family import away, family
from hutong.demo.tests.support import TODAY
from hutong.demo.villages import Village, cities_of
from hutong.places.codes import Level
from hutong.places.models import Place


def village(code: int, province: str, cities: tuple[str, ...]) -> Village:
    return Village(code, "新立村", "万宝镇", "安岳县", 1.0, 1.0, province, cities)


def locations(where: Village, count: int = 600) -> dict[str, set[str]]:
    """Where parents who left such a village work, by how far that is."""
    rng, found = Random("护童"), {}
    for _ in range(count):
        row = away(rng, family(rng, where, TODAY), "male")
        found.setdefault(row["whereabouts"], set()).add(row["location"])
    return found


def test_in_another_province_they_work_in_its_own_cities() -> None:
    found = locations(village(512021_100_200, "四川省", ("成都市", "绵阳市", "甘孜藏族自治州")))
    assert found[Whereabouts.PROVINCE] == {"成都市", "绵阳市", "甘孜藏族自治州"}
    assert found[Whereabouts.COUNTY] == {"安岳县"}


def test_nobody_works_elsewhere_in_the_country_in_the_own_province() -> None:
    found = locations(village(211224_100_200, "辽宁省", ("沈阳市", "大连市")))
    assert not [place for place in found[Whereabouts.COUNTRY] if place.startswith("辽宁省")]


def test_in_jilin_it_stays_as_it_was_counted() -> None:
    assert locations(village(222426_105_204, "吉林省", ()))[Whereabouts.PROVINCE] == set(words.PROVINCE)


@pytest.mark.parametrize(
    ("names", "cities"),
    [
        (
            {Level.PROVINCE: ["四川省"], Level.PREFECTURE: ["成都市", "凉山彝族自治州"], Level.COUNTY: ["金牛区"]},
            ("成都市", "凉山彝族自治州"),
        ),
        ({Level.PREFECTURE: ["郑州市", "省直辖县级行政区划"], Level.COUNTY: ["济源市"]}, ("郑州市",)),
        ({Level.PREFECTURE: ["市辖区", "县"], Level.COUNTY: ["朝阳区", "密云区"]}, ("朝阳区", "密云区")),
        ({Level.PREFECTURE: ["通辽市", "锡林郭勒盟"], Level.COUNTY: []}, ("通辽市", "锡林郭勒盟")),
    ],
)
def test_the_cities_of_a_province_are_its_real_prefectures(
    names: dict[Level, list[str]], cities: tuple[str, ...]
) -> None:
    assert cities_of([Place(level=level, name=name) for level, found in names.items() for name in found]) == cities
