"""The reporting tree as arithmetic: every unit an interval, intervals nested."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.places.codes import (
    Level,
    ancestors,
    at_level,
    child_level,
    covers,
    interval,
    level_of,
    parent_code,
    parse,
)

villages = st.builds(
    lambda province, prefecture, county, township, village: (
        province * 10**10 + prefecture * 10**8 + county * 10**6 + township * 10**3 + village
    ),
    st.integers(11, 65),
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(1, 999),
    st.integers(1, 999),
)
units = st.builds(at_level, villages, st.sampled_from(Level))


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (220000000000, Level.PROVINCE),
        (222400000000, Level.PREFECTURE),
        (229800000000, Level.PREFECTURE),
        (222426000000, Level.COUNTY),
        (220171000000, Level.COUNTY),
        (229801000000, Level.COUNTY),
        (222426105000, Level.TOWNSHIP),
        (229801120000, Level.TOWNSHIP),
        (222426105204, Level.VILLAGE),
        (222426105210, Level.VILLAGE),
    ],
)
def test_the_zeros_say_the_level(code, level):
    assert level_of(code) == level


def test_what_is_no_code_is_refused():
    for wrong in (22, 222426, 0, -1, 10**12):
        with pytest.raises(ValueError, match="不是十二位区划代码"):
            level_of(wrong)


@pytest.mark.parametrize(
    ("code", "bounds"),
    [
        (222426105204, (222426105204, 222426105205)),
        (222426105000, (222426105000, 222426106000)),
        (222426000000, (222426000000, 222427000000)),
        (222400000000, (222400000000, 222500000000)),
        (220000000000, (220000000000, 230000000000)),
    ],
)
def test_a_jurisdiction_is_one_half_open_interval(code, bounds):
    assert interval(code) == bounds


def test_the_units_above_a_village():
    above = [220000000000, 222400000000, 222426000000, 222426105000]
    assert ancestors(222426105204) == above
    assert parent_code(222426105204) == 222426105000
    assert (ancestors(220000000000), parent_code(220000000000)) == ([], None)


def test_a_prefecture_without_counties_stands_directly_above_its_townships():
    dongcheng = 441900003000
    assert parent_code(dongcheng) == 441900000000
    assert ancestors(dongcheng) == [440000000000, 441900000000]


def test_changbaishan_lies_in_jilin_and_outside_antu():
    chibei = 229801120111
    assert covers(220000000000, chibei)
    assert covers(229800000000, chibei)
    assert not covers(222426000000, chibei)
    assert not covers(222400000000, chibei)


@pytest.mark.parametrize("short", ["22", "2224", "222426", "222426105", "222426105204", 22, 222426105])
def test_codes_may_be_given_short(short):
    assert str(parse(short)) == str(short).ljust(12, "0")


@pytest.mark.parametrize("wrong", ["", "2", "222", "22242610520", "安图县", "-22", "02", "2.2", "²²"])
def test_other_texts_are_no_codes(wrong):
    with pytest.raises(ValueError, match=r"不是区划代码：应为2、4、6、9或12位数字"):
        parse(wrong)


@given(units)
def test_every_unit_lies_in_all_units_above_it_and_in_no_sibling(code):
    low, high = interval(code)
    for above in ancestors(code):
        lower, upper = interval(above)
        assert lower < low < high <= upper
    assert interval(code + (high - low))[0] == high


@given(units)
def test_levels_rise_by_one_from_the_province_down(code):
    line = [*ancestors(code), code]
    assert [level_of(unit) for unit in line] == list(range(1, level_of(code) + 1))
    assert all(parent_code(unit) == above for above, unit in pairwise(line))


@given(units, units)
def test_two_jurisdictions_are_nested_or_apart(one, other):
    apart = interval(one)[1] <= interval(other)[0] or interval(other)[1] <= interval(one)[0]
    assert apart != (covers(one, other) or covers(other, one))


@given(units)
def test_the_level_below_a_unit(code):
    below = child_level(code)
    assert below is None if level_of(code) == Level.VILLAGE else below == level_of(code) + 1
