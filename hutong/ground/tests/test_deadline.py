"""Deadlines: the day of the start does not count, the last one counts whole, and working days are those announced."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.ground import clock, working_days
from hutong.ground.deadline import BEIJING, DeadlineError, Unit, due
from hutong.ground.working_days import Calendar, WorkingDaysError

CALENDAR = working_days.calendar()
HEADER = "日期,类别,依据,标注,说明\n"
moments = st.datetimes(datetime(1995, 1, 1), datetime(2060, 1, 1)).flatmap(
    lambda naive: st.integers(-12 * 60, 14 * 60).map(
        lambda minutes: naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    )
)
few = st.integers(1, 400)


def said(since: str, amount: int, unit: Unit, calendar: Calendar = CALENDAR) -> str:
    return due(datetime.fromisoformat(since), amount, unit, calendar).text


@pytest.mark.parametrize(
    ("since", "amount", "unit", "text"),
    [
        # The holiday of 2026 goes to 7 October; Saturday the 10th is worked for it.
        ("2026-09-30T16:00:00+08:00", 3, "working_day", "2026-10-10T24:00:00+08:00"),
        ("2026-09-18T09:00:00+08:00", 1, "working_day", "2026-09-20T24:00:00+08:00"),
        ("2026-02-13T09:00:00+08:00", 2, "working_day", "2026-02-24T24:00:00+08:00"),
        # It is 1 October in Shanghai already.
        ("2026-09-30T16:00:00+00:00", 1, "day", "2026-10-02T24:00:00+08:00"),
        ("2026-09-30T16:00:00+00:00", 1, "working_day", "2026-10-08T24:00:00+08:00"),
        ("2026-01-31T23:59:59+08:00", 1, "month", "2026-02-28T24:00:00+08:00"),
        ("2027-12-31T00:00:00+08:00", 2, "month", "2028-02-29T24:00:00+08:00"),
        # Neither rolls from a holiday.
        ("2026-09-28T08:00:00+08:00", 3, "day", "2026-10-01T24:00:00+08:00"),
        ("2026-09-01T08:00:00+08:00", 1, "month", "2026-10-01T24:00:00+08:00"),
        ("2026-09-30T16:00:00-05:00", 30, "minute", "2026-10-01T05:30:00+08:00"),
        ("2026-09-30T23:30:00+08:00", 2, "hour", "2026-10-01T01:30:00+08:00"),
    ],
)
def test_what_is_due_when(since: str, amount: int, unit: str, text: str) -> None:
    assert said(since, amount, Unit(unit)) == text


def test_a_year_without_a_notice_says_so_where_days_in_it_are_counted() -> None:
    eve = datetime(2026, 12, 30, 9, tzinfo=BEIJING)
    known = Calendar(CALENDAR.exceptions, frozenset({2026}))
    assert due(eve, 1, Unit.WORKING_DAY, known).confirmed
    assert not due(eve, 2, Unit.WORKING_DAY, known).confirmed
    assert due(eve, 2, Unit.DAY, known).confirmed


@pytest.mark.parametrize("amount", [0, -1, 10**30])
@pytest.mark.parametrize("unit", list(Unit))
def test_what_cannot_be_reckoned_is_said(amount: int, unit: Unit) -> None:
    with pytest.raises(DeadlineError):
        said("2026-09-30T16:00:00+08:00", amount, unit)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 10**8), st.sampled_from(list(Unit)))
def test_every_moment_and_amount_is_reckoned_or_refused_in_words(since: datetime, amount: int, unit: Unit) -> None:
    with suppress(DeadlineError):
        assert due(since, amount, unit, CALENDAR).at > since


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(DeadlineError, match="时区"):
        said("2026-09-30T16:00:00", 1, Unit.DAY)


@given(moments, few)
def test_working_days_against_counting_them(since: datetime, amount: int) -> None:
    last = due(since, amount, Unit.WORKING_DAY, CALENDAR).last
    assert last
    assert CALENDAR.works(last)
    assert CALENDAR.between(clock.on(since), last) == amount


@given(moments, few, st.sampled_from(list(Unit)))
def test_the_same_moment_in_another_offset_is_due_alike(since: datetime, amount: int, unit: Unit) -> None:
    assert due(since, amount, unit, CALENDAR) == due(since.astimezone(UTC), amount, unit, CALENDAR)


def test_the_table_holds_the_arrangement_of_2026_as_the_library_has_it() -> None:
    """国办发明电〔2025〕7号, of which the library and the table were written apart."""
    table = {
        date.fromisoformat(day): kind == "上班"
        for day, kind, *_ in (line.split(",") for line in working_days.FILE.read_text().splitlines()[1:])
        if kind != "公布" and day.startswith("2026")
    }
    china = holidays.country_holidays("CN", years=2026)
    known = {day: False for day in china if day.isoweekday() < 6} | dict.fromkeys(
        (day for day in china.weekend_workdays if day.year == 2026), True
    )
    assert table == known
    assert 2026 in CALENDAR.confirmed


def test_a_row_of_the_table_stands_over_the_library_and_a_later_one_over_an_earlier(tmp_path) -> None:
    table = tmp_path / "working-days.csv"
    table.write_text(HEADER + "2027-02-05,上班,文号,✔,\n2027-02-05,休息,另一个文号,✔,\n2027-02-14,上班,文号,◐,\n")
    read = working_days.read(table)
    assert not read.works(date(2027, 2, 5))
    assert read.works(date(2027, 2, 14))
    assert read.confirmed == frozenset()


@pytest.mark.parametrize(
    "row",
    ["二月,上班,文号,✔,", "2027-02-05,调休,文号,✔,", "2027-02-05,上班,,✔,", "2027-02-05,上班,文号,,", "2027-02-05"],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path, row: str) -> None:
    table = tmp_path / "working-days.csv"
    table.write_text(f"{HEADER}2027-01-01,公布,文号,✔,\n{row}\n")
    with pytest.raises(WorkingDaysError, match="第 3 行"):
        working_days.read(table)
