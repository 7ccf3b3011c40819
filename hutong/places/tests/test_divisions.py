"""The shipped national list and the reporting tree over it."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from hutong.places import reporting
from hutong.places.codes import interval, level_of
from hutong.places.data import folder
from hutong.places.divisions import LISTED_ON, divisions, provinces
from hutong.places.listing import rows
from hutong.places.loader import UnknownProvince, load
from hutong.places.reporting import departures, standing


@pytest.fixture(scope="module")
def jilin():
    return {row.code: row for row in rows({22}, date(2026, 10, 31))}


def test_the_extract_is_whole_and_small():
    counted = Counter(line.level for line in divisions())
    assert counted == {1: 31, 2: 342, 3: 2978, 4: 41352, 5: 620573}
    assert (folder() / "divisions.xz").stat().st_size < 8 * 2**20


def test_jilin_as_the_statistics_bureau_lists_it():
    counted = Counter(line.level for line in divisions({22}))
    assert counted == {1: 1, 2: 9, 3: 69, 4: 1075, 5: 11860}
    assert provinces()[22] == "吉林省"


def test_every_code_stands_once_and_its_zeros_say_its_level(jilin):
    everything = [row.code for row in rows({22, 46}, LISTED_ON)]
    assert len(everything) == len(set(everything))
    assert all(level_of(row.code) == row.level for row in jilin.values())


def test_the_districts_of_changbaishan_stand_beside_the_prefectures(jilin):
    assert jilin[229800000000][1:4] == (2, "长白山管委会", "长白山")
    assert [jilin[code].name for code in (229801000000, 229802000000, 229803000000)] == ["池北区", "池西区", "池南区"]
    township, village = jilin[229801120000], jilin[229801120111]
    assert (township.name, township.statistical_code) == ("池北区", 222426120000)
    assert (village.name, village.statistical_code) == ("站前社区（白河）", 222426120111)
    counted = Counter(row.code // 10**6 for row in jilin.values() if row.level == 5 and row.code >= 2298 * 10**8)
    assert counted == {229801: 14, 229802: 7, 229803: 3}


def test_antu_and_fusong_no_longer_hold_them(jilin):
    for national in (222426120000, 220621120000, 220621121000):
        low, high = interval(national)
        assert not [code for code in jilin if low <= code < high]
    assert jilin[222426102000].name == "二道白河镇"


def test_the_development_zones_are_counties(jilin):
    zones = [row.name for row in jilin.values() if row.level == 3 and 71 <= row.code // 10**6 % 100 <= 74]
    assert len(zones) == 9
    assert "长春净月高新技术产业开发区" in zones


def test_before_the_mapping_began_the_codes_were_the_national_ones():
    code, _, row = standing(222426120111, date(2023, 6, 29), departures())
    assert (code, row) == (222426120111, None)


def test_an_ended_mapping_gives_the_code_back_on_that_day():
    (chibei,) = [row for row in departures() if row.statistical_code == 222426120000]
    ended = replace(chibei, until=date(2030, 1, 1))
    assert standing(222426120111, date(2029, 12, 31), [ended])[0] == 229801120111
    assert standing(222426120111, date(2030, 1, 1), [ended]) == (222426120111, date(2030, 1, 1), None)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("222426120000,229801120000,池北区,县级,2023-06-30,,", "第2行有误：代码与级别“县级”不符"),
        ("222426120000,229801120000,池北区,乡级,去年,,", "第2行有误"),
        ("222426120,229801120000,池北区,乡级,2023-06-30,,", "第2行有误：不是十二位区划代码"),
        ("222426120000,229801120000,池北区,镇级,2023-06-30,,", "第2行有误"),
    ],
)
def test_a_wrong_row_of_the_mapping_is_named(tmp_path, monkeypatch, line, told):
    (tmp_path / "reporting.csv").write_text(f"统计代码,填报代码,名称,级别,启用,停用,依据\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(reporting, "folder", lambda: tmp_path)
    with pytest.raises(reporting.BadRow, match=told):
        departures.__wrapped__()


def test_an_unknown_province_is_refused_before_anything_is_loaded():
    with pytest.raises(UnknownProvince, match="没有这个省级代码：99。"):
        load([22, 99])
