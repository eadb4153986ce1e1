"""Working days in China: counted right where a calendar is published, and never late where none is."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan.law import workdays
from tongguan.law.workdays import MOST, WorkingDay, known_until, working_day_after, working_day_before

DAY = timedelta(days=1)
LAST = known_until()
published = st.dates(date(2004, 6, 1), LAST - timedelta(days=200))


@pytest.mark.parametrize(
    ("day", "n", "is_"),
    [
        (date(2026, 1, 15), 10, date(2026, 1, 29)),  # no holiday between: a fortnight
        (date(2026, 1, 16), 1, date(2026, 1, 19)),  # Friday, so Monday
        (date(2026, 1, 18), 1, date(2026, 1, 19)),  # Sunday, so Monday
        (
            date(2026, 2, 10),
            10,
            date(2026, 3, 2),
        ),  # Spring Festival: off 15-23 February, at work on the 14th and 28th
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # at work on Saturday the 10th
        (date(2018, 12, 28), 1, date(2018, 12, 29)),  # a Saturday, by the calendar of 2019
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # prolonged in 2020
        (date(2026, 5, 1), 0, date(2026, 5, 1)),  # a holiday, but nothing is counted
    ],
)
def test_counts_on_by_the_published_calendar(day, n, is_):
    assert working_day_after(day, n) == WorkingDay(is_, provisional=False)


@pytest.mark.parametrize(
    ("day", "n", "is_"),
    [
        (date(2026, 1, 29), 10, date(2026, 1, 15)),
        (date(2026, 10, 12), 3, date(2026, 10, 8)),
        (date(2026, 3, 2), 10, date(2026, 2, 10)),
        (date(2026, 2, 24), 1, date(2026, 2, 14)),
        (date(2026, 10, 8), 1, date(2026, 9, 30)),
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
    ],
)
def test_counts_back_by_the_published_calendar(day, n, is_):
    assert working_day_before(day, n) == WorkingDay(is_, provisional=False)


@given(published, st.integers(1, 100))
def test_as_many_working_days_lie_between(day, n):
    for found, between in (
        (working_day_after(day, n), lambda to: chinese_calendar.get_workdays(day + DAY, to)),
        (working_day_before(day, n), lambda to: chinese_calendar.get_workdays(to, day - DAY)),
    ):
        assert not found.provisional
        assert chinese_calendar.is_workday(found.day)
        assert len(between(found.day)) == n


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 80), st.integers(0, 20))
def test_more_days_lead_further_and_a_later_day_never_to_an_earlier_one(day, n, more):
    assert working_day_after(day, n) <= working_day_after(day, n + more)
    assert working_day_before(day, n).day >= working_day_before(day, n + more).day
    later = day + timedelta(days=more)
    assert working_day_after(day, n).day <= working_day_after(later, n).day
    assert working_day_before(day, n).day <= working_day_before(later, n).day


@given(st.dates(LAST + DAY, date(2060, 1, 1)), st.integers(1, 100))
def test_where_no_calendar_is_published_the_day_is_provisional_and_earlier_than_by_weekends_alone(day, n):
    after, before = working_day_after(day, n), working_day_before(day + timedelta(days=400), n)
    assert after.provisional
    assert before.provisional
    assert after.day <= _by_weekends(day, n, DAY)
    assert before.day <= _by_weekends(day + timedelta(days=400), n, -DAY)


def test_the_days_before_new_year_wait_for_the_next_calendar():
    assert working_day_after(LAST - DAY, 1) == WorkingDay(LAST, provisional=False)
    assert working_day_after(LAST, 1) == WorkingDay(LAST + DAY, provisional=True)
    assert (LAST.month, LAST.day) == (12, 28)


@pytest.mark.parametrize("year", range(2011, LAST.year + 1))
def test_a_year_is_never_foretold_too_late_from_the_calendars_before_it(year, monkeypatch):
    first = workdays._known()[0]
    days = [date(year, 1, 1) + 5 * number * DAY for number in range(73)]  # all days of the week in turn
    asked = [(day, n) for day in days for n in (10, 60)]
    true = {each: (working_day_after(*each), working_day_before(*each)) for each in asked}
    monkeypatch.setattr(workdays, "_known", lambda: (first, date(year - 1, 12, 28)))
    for cached in (workdays._span, workdays._until):
        cached.cache_clear()
    try:
        for each, (after, before) in true.items():
            assert after.provisional or working_day_after(*each).day <= after.day
            assert working_day_before(*each).day <= before.day
    finally:
        for cached in (workdays._span, workdays._until):
            cached.cache_clear()


@pytest.mark.parametrize("n", [-1, MOST + 1])
def test_refuses_to_count_what_no_text_asks_for(n):
    with pytest.raises(ValueError, match="from 0 to 250"):
        working_day_after(date(2026, 1, 1), n)
    with pytest.raises(ValueError, match="from 0 to 250"):
        working_day_before(date(2026, 1, 1), n)


def test_stops_at_the_ends_of_the_calendar():
    assert working_day_after(date.max, 10) == WorkingDay(date.max, provisional=False)
    assert working_day_before(date(1, 1, 3), 60) == WorkingDay(date.min, provisional=True)


def _by_weekends(day, n, step):
    while n:
        day += step
        n -= day.weekday() < 5
    return day
