"""Working days in China (工作日): counted by the calendars the State Council publishes, one year at a time.

The day of the event is not counted, the next is the first (Civil Code, article 201): ten working days after
a Monday end on the Monday a fortnight later, where no holiday is between.

The calendar of a year is published late in the year before, so nobody can count into the year after. What is
answered then is *provisional*, and meant never to be late: of the days to which any stretch as long has led
since 2004, the first year that ``chinesecalendar`` knows, it is the earliest, and one working day before it.
Leaving the weekends out would not do. Counting back from an expiry, every holiday on a weekday moves the day
further back. Counting on to a filing, every Saturday or Sunday on which work is made up (调休) brings it
nearer. The working day more is for new rules, such as those that added holidays in 2025: with it, each
calendar from 2011 to 2026 was foretold from those before it without a day too late
(``tests/test_workdays.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from operator import sub

MOST = 250
"""About the working days of a year. No text counts further."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class WorkingDay:
    """A working day found by counting. ``provisional``: the calendar of some day counted is not published."""

    day: date
    provisional: bool = False


def working_day_after(day: date, n: int) -> WorkingDay:
    """Return the *n*-th working day after *day*, or the earliest it can be. 0 is *day* itself.

    Raises ValueError unless *n* is from 0 to ``MOST``.
    """
    _check(n)
    at, seen, unknown = day, 0, 0
    while seen + _span(unknown)[1] < n and at < date.max:
        at += _DAY
        seen, unknown = _count(at, seen, unknown)
    return WorkingDay(at, unknown > 0)


def working_day_before(day: date, n: int) -> WorkingDay:
    """Return the *n*-th working day before *day*, or the earliest it can be. 0 is *day* itself.

    Raises ValueError unless *n* is from 0 to ``MOST``.
    """
    _check(n)
    at, seen, unknown = day, 0, 0
    while seen + _span(unknown)[0] < n and at > date.min:
        at -= _DAY
        seen, unknown = _count(at, seen, unknown)
    return WorkingDay(at, unknown > 0)


def known_until() -> date:
    """Return the last day of which a calendar is published, as far as the installed library knows.

    The calendar of a year decides the last days of December before it too: they count as unknown until then.
    """
    return _known()[1]


def _check(n: int) -> None:
    if not 0 <= n <= MOST:
        raise ValueError(f"working days are counted from 0 to {MOST}")


def _count(day: date, seen: int, unknown: int) -> tuple[int, int]:
    """Count *day* to the working days *seen*, or to the days of which nobody can tell yet."""
    first, last = _known()
    if first <= day <= last:
        return seen + _is_working(day), unknown
    return seen, unknown + 1


def _is_working(day: date) -> bool:
    """Tell what ``chinese_calendar.is_workday`` tells, which looks through its tables at every call."""
    from chinese_calendar.constants import holidays, workdays

    return day in workdays or (day.weekday() < 5 and day not in holidays)


@cache
def _known() -> tuple[date, date]:
    """Return the first and the last day that the library knows for good."""
    from chinese_calendar.constants import holidays, workdays

    changed = {*holidays, *workdays}
    new_year = min(day.day for day in changed if day.month == 12)  # 29: as for 2008 and 2019
    return date(min(changed).year, 1, 1), date(max(changed).year, 12, new_year) - _DAY


@cache
def _span(days: int) -> tuple[int, int]:
    """Return the fewest and the most working days of *days* days in a row so far, less one and one more."""
    until = _until()
    counts = tuple(map(sub, until[days:], until))
    return max(0, min(counts) - 1), min(days, max(counts) + 1)


@cache
def _until() -> tuple[int, ...]:
    """Return how many working days the library knows before each of its days, and in all."""
    first, last = _known()
    days = (first + _DAY * number for number in range((last - first).days + 1))
    return tuple(accumulate(map(_is_working, days), initial=0))
