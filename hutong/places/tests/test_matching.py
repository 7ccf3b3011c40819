"""What the village column of a ledger means, with the real villages of 农安县 and 安图县. No database."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.places.codes import at_level, interval
from hutong.places.divisions import LISTED_ON
from hutong.places.listing import rows
from hutong.places.matching import Match, Status, Unit, VillageIndex
from hutong.places.village_list import Village

JILIN = list(rows({22}, LISTED_ON))
KAOSHAN, WANBAO, LIANGBING, XINLI = 220122103000, 222426105000, 222426106000, 222426105204
ANTU, CHIBEI = 222426000000, 229801000000


def index(place: int, county: int) -> VillageIndex:
    low, high = interval(county)
    inside = [row for row in JILIN if low <= row.code < high]
    villages = [Village(row.code, row.statistical_code, row.name) for row in inside if row.level == 5]
    units = [row for row in inside if row.level == 4] + [row for row in JILIN if row.level < 4]
    return VillageIndex(place, villages, [Unit(row.code, row.name, row.level) for row in units])


kaoshan = index(KAOSHAN, 220122000000)
wanbao = index(WANBAO, ANTU)
liangbing = index(LIANGBING, ANTU)
antu = index(ANTU, ANTU)
xinli = index(XINLI, ANTU)
chibei = index(CHIBEI, CHIBEI)


@pytest.mark.parametrize(
    ("ledger", "text", "statistical_code"),
    [
        (kaoshan, "靠山居委会", 220122103001),
        (kaoshan, "靠山社区", 220122103001),
        (kaoshan, "靠山居", 220122103001),
        (kaoshan, "靠山村委会", 220122103200),
        (kaoshan, "靠山村", 220122103200),
        (kaoshan, "靠山村民委员会", 220122103200),
        (kaoshan, "靠山镇靠山村", 220122103200),
        (kaoshan, "史家屯", 220122103204),
        (kaoshan, "史家屯村委会", 220122103204),
        (kaoshan, "史家村", 220122103204),
        (kaoshan, "农安县靠山镇头道沟村", 220122103203),
        (liangbing, "裕民社区", 222426106001),
        (liangbing, "裕民社区居委会", 222426106001),
        (wanbao, "新立", 222426105204),
        (wanbao, "新立村", 222426105204),
        (wanbao, "万宝镇新立村", 222426105204),
        (wanbao, "万宝新立村", 222426105204),
        (wanbao, "吉林省延边州安图县万宝镇新立村", 222426105204),
        (wanbao, "安图县新立村民委员会", 222426105204),
        (wanbao, "新立村三组", 222426105204),
        (wanbao, " 新立　村 ", 222426105204),
        (wanbao, "２２２４２６１０５２０４", 222426105204),
        (wanbao, "万宝", 222426105203),
        (antu, "安图县万宝", 222426105203),
        (antu, "万宝镇新兴村", 222426105210),
        (chibei, "站前社区", 222426120111),
        (chibei, "站前社区（白河）", 222426120111),
        (chibei, "池北区站前社区(白河)", 222426120111),
        (chibei, "222426120111", 222426120111),
        (chibei, "229801120111", 222426120111),
        (xinli, "", 222426105204),
        (xinli, None, 222426105204),
        (xinli, "新立村", 222426105204),
    ],
)
def test_the_village_is_found(ledger, text, statistical_code):
    match = ledger.match(text)
    assert (match.status, match.statistical_code) == (Status.FOUND, statistical_code)


def test_a_village_that_reports_elsewhere_has_both_codes():
    assert chibei.match("站前社区")[:3] == (Status.FOUND, 229801120111, 222426120111)


@pytest.mark.parametrize("text", ["靠山", "靠山镇靠山", "农安县靠山镇靠山"])
def test_a_name_that_both_a_village_and_a_neighbourhood_have_is_ambiguous(text):
    match = kaoshan.match(text)
    assert (match.status, match.place_code) == (Status.AMBIGUOUS, None)
    assert [village.name for village in match.candidates] == ["靠山居委会", "靠山村委会"]


def test_a_county_ledger_must_say_the_township_where_two_have_the_village():
    names = [Village(222426100201, 222426100201, "新立村"), Village(222426105204, 222426105204, "新立村")]
    units = [Unit(222426100000, "明月镇", 4), Unit(222426105000, "万宝镇", 4)]
    ledger = VillageIndex(ANTU, names, units)
    assert ledger.match("新立村").status == Status.AMBIGUOUS
    assert ledger.match("万宝镇新立村").place_code == 222426105204
    assert ledger.match("万宝新立").place_code == 222426105204


@pytest.mark.parametrize(
    ("ledger", "text"),
    [
        (wanbao, "裕民社区"),
        (wanbao, "亮兵镇裕民社区"),
        (wanbao, "松江镇新立村"),
        (wanbao, "松江镇"),
        (wanbao, "安图县亮兵镇裕民社区"),
        (wanbao, "敦化市官地镇"),
        (wanbao, "农安县靠山镇靠山村"),
        (wanbao, "池北区站前社区"),
        (wanbao, "222426106001"),
        (xinli, "万宝村"),
        (chibei, "安图县裕民社区"),
    ],
)
def test_another_unit_is_outside(ledger, text):
    match = ledger.match(text)
    assert (match.status, match.place_code, match.statistical_code) == (Status.OUTSIDE, None, None)


def test_the_village_outside_is_named_for_the_person_who_decides():
    assert [village.name for village in wanbao.match("亮兵镇裕民社区").candidates] == ["裕民社区"]


@pytest.mark.parametrize(
    ("ledger", "text"),
    [
        (kaoshan, "查无此村"),
        (kaoshan, ""),
        (wanbao, "万宝镇"),
        (wanbao, "999999999999"),
        (wanbao, "𐩀"),
        (wanbao, "万宝镇查无此村"),
        (wanbao, "村"),
    ],
)
def test_what_names_nothing_is_unknown(ledger, text):
    assert ledger.match(text).status == Status.UNKNOWN


def test_a_neighbourhood_is_not_taken_for_a_village_but_shown():
    match = wanbao.match("东盛村")
    assert match.status == Status.UNKNOWN
    assert [village.name for village in match.candidates] == ["东盛社区"]


def test_the_exact_name_wins_over_what_is_alike():
    names = [Village(220122103200, 220122103200, "靠山村"), Village(220122103201, 220122103201, "靠山村委会")]
    assert VillageIndex(KAOSHAN, names, []).match("靠山村").place_code == 220122103200


def test_every_village_of_jilin_is_found_by_its_own_name_in_its_township():
    townships = defaultdict(list)
    for row in (row for row in JILIN if row.level == 5):
        townships[at_level(row.code, 4)].append(Village(row.code, row.statistical_code, row.name))
    assert len(townships) > 1000
    for township, villages in townships.items():
        ledger = VillageIndex(township, villages, [])
        assert all(ledger.match(village.name).place_code == village.code for village in villages)


@given(st.text(max_size=20))
def test_no_text_breaks_it_and_only_the_found_has_a_code(text):
    match = antu.match(text)
    assert isinstance(match, Match)
    assert (match.place_code is not None) == (match.status == Status.FOUND)


@given(st.sampled_from([row.name for row in JILIN if row.level == 5 and row.code // 1000 == 222426105]))
def test_a_township_in_front_changes_nothing(name):
    assert wanbao.match(f"万宝镇{name}") == wanbao.match(name)
