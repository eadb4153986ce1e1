"""Calendar dates of a whole column at once, as the number yyyymmdd (``int32``; 0 where there is none).

Numbers so written compare as the dates do, which is all that is asked of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datetime import date

Dates = NDArray[np.int32]

NO_DATE = 0

_YEAR = r"1[89][0-9]{2}|20[0-9]{2}"
_MONTH = r"1[0-2]|0?[1-9]"
_DAY = r"3[01]|[12][0-9]|0?[1-9]"
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}.*)?"
# 1990-01-31, 1990/1/31, 1990.1.31, 1990年1月31日, 19900131, each also with a time of day behind it.
_USUAL = (
    rf"(?P<y>{_YEAR})(?:"
    r"(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?:0{6})?"
    rf"|(?: ?[-/.年] ?)(?P<m2>{_MONTH})(?: ?[-/.月] ?)(?P<d2>{_DAY}) ?[日号]?"
    rf"){_TIME}"
)
# 1990年1月, 1990-01, 1990.1: of a day nothing is said.
_MONTH_ONLY = rf"(?P<y>{_YEAR})(?: ?[-/.年] ?)(?P<m>{_MONTH}) ?月?(?:份|生)?"
# 31/01/1990 and 01/31/1990
_DAY_OR_MONTH_FIRST = rf"(?P<a>{_DAY}) ?[-/.] ?(?P<b>{_DAY}) ?[-/.] ?(?P<y>{_YEAR}){_TIME}"
_NAMED = (
    "(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[A-Z][A-Za-z+:0-9]{1,8})?"
# 31 January 1990, 31-Jan-90, January 31, 1990, Wed Jan 31 00:00:00 CST 1990
_ENGLISH = (
    r"(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:"
    rf"(?P<d>{_DAY})(?:st|nd|rd|th)?[-/., ]{{0,2}}(?P<n>{_NAMED})"
    rf"|(?P<n2>{_NAMED})[-/. ]{{1,2}}(?P<d2>{_DAY})(?:st|nd|rd|th)?"
    rf")(?:[-/., ]{{1,2}}|,? {_CLOCK} )(?P<y>{_YEAR}|[0-9]{{2}}){_TIME}"
)
_GROUPS = re.compile(r"\?P<[a-z0-9]+>")

DATE_PATTERN = "|".join(
    _GROUPS.sub("?:", form) for form in (_USUAL, _MONTH_ONLY, _DAY_OR_MONTH_FIRST, _ENGLISH)
)
"""Whole values that are dates; :func:`of_text` tells whether the calendar has them."""

_MONTH_NAMES = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
# Of a year of two digits. A child has one of this century; a person of ninety written so is taken for one.
_THIS_CENTURY = 40
# Midnight in China is 16:00 of the day before in UTC, as programs write it.
_EVENING_IN_UTC = r"[T ](?:1[6-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]*)?)?(?:Z|\+00:?00)$"

_DAYS_IN_MONTH = np.zeros(128, dtype=np.int32)
_DAYS_IN_MONTH[1:13] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def of_parts(year: Dates, month: Dates, day: Dates) -> Dates:
    """Return Gregorian dates, each argument ``int32`` of shape (n,) and below 10,000 or 100."""
    real = (day >= 1) & (day <= _DAYS_IN_MONTH[month])
    leap_day = (month == 2) & (day == 29)
    if leap_day.any():
        leap_year = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
        real &= ~leap_day | leap_year
    return np.where(real, (year * 100 + month) * 100 + day, NO_DATE).astype(np.int32)


def of_digits(places: NDArray[np.uint8]) -> Dates:
    """Return the dates written YYYYMMDD, characters (8, n)."""
    digits = (places - np.uint8(48)).astype(np.int32)
    year = ((digits[0] * 10 + digits[1]) * 10 + digits[2]) * 10 + digits[3]
    return of_parts(year, digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])


def of_text(values: pa.Array) -> Dates:
    """Return the dates written as in DATE_PATTERN, shape (n,).

    Where a date may be read in two ways, or says no day, it is the later one: nobody is taken for
    older than they are. That of a moment in UTC is the day in China.

    >>> import pyarrow as pa
    >>> of_text(pa.array(["1990-01-31", "31/01/1990", "02/01/2013", "1990.02", "31-Jan-90", "soon"])).tolist()
    [19900131, 19900131, 20130201, 19900228, 19900131, 0]
    """
    parts = pc.extract_regex(values, f"^(?:{_USUAL})$")
    usual = of_parts(_number(parts, "y"), _number(parts, "m", "m2"), _number(parts, "d", "d2"))
    usual = _in_china(values, usual)
    rest = np.flatnonzero(~np.asarray(parts.is_valid()))
    if len(rest):
        others = values.take(pa.array(rest))
        for read in (_months, _day_or_month_first, _english):
            usual[rest] = np.maximum(usual[rest], read(others))
    return usual


def _number(parts: pa.Array, name: str, other: str | None = None) -> Dates:
    """Return the number in group *name*, or in *other* where that is empty; 0 where neither is there."""
    text = pc.fill_null(pc.struct_field(parts, [name]), "")
    if other is not None:
        text = pc.if_else(pc.equal(text, ""), pc.fill_null(pc.struct_field(parts, [other]), ""), text)
    return np.asarray(pc.cast(pc.if_else(pc.equal(text, ""), "0", text), pa.int32()))


def _in_china(values: pa.Array, found: Dates) -> Dates:
    found = found.copy()
    if len(found) == 0 or int(pc.max(pc.binary_length(values)).as_py() or 0) < len("1990-01-31T16:00Z"):
        return found
    evening = np.flatnonzero(
        np.asarray(pc.match_substring_regex(values, _EVENING_IN_UTC)) & (found != NO_DATE)
    )
    if len(evening):
        days = found[evening]
        months = (days // 10_000 - 1970) * 12 + days // 100 % 100 - 1
        next_day = months.astype("datetime64[M]").astype("datetime64[D]") + days % 100
        found[evening] = of_temporal(pa.array(next_day))
    return found


def _months(values: pa.Array) -> Dates:
    """Return the last day of each month written as in _MONTH_ONLY."""
    parts = pc.extract_regex(values, f"^(?:{_MONTH_ONLY})$")
    year, month = _number(parts, "y"), _number(parts, "m")
    last = [of_parts(year, month, np.full(len(year), day, dtype=np.int32)) for day in (28, 29, 30, 31)]
    return np.asarray(np.max(last, axis=0))


def _day_or_month_first(values: pa.Array) -> Dates:
    parts = pc.extract_regex(values, f"^(?:{_DAY_OR_MONTH_FIRST})$")
    year, one, other = (_number(parts, name) for name in ("y", "a", "b"))
    return np.maximum(of_parts(year, other, one), of_parts(year, one, other))


def _english(values: pa.Array) -> Dates:
    parts = pc.extract_regex(values, f"^(?:{_ENGLISH})$")
    rows = np.flatnonzero(np.asarray(parts.is_valid()))
    found = np.zeros(len(values), dtype=np.int32)
    if len(rows):
        parts = parts.take(pa.array(rows))
        either = zip(*(pc.struct_field(parts, [name]).to_pylist() for name in ("n", "n2")), strict=True)
        month = np.array([_MONTH_NAMES[(one or other)[:3].lower()] for one, other in either], dtype=np.int32)
        year = _number(parts, "y")
        year = np.where(year < _THIS_CENTURY, year + 2000, np.where(year < 100, year + 1900, year))
        found[rows] = of_parts(year.astype(np.int32), month, _number(parts, "d", "d2"))
    return found


def of_temporal(values: pa.Array) -> Dates:
    """Return the dates of a date or timestamp array without nulls, shape (n,); years 0 to 9999.

    A moment with a time zone is the day it was in China: midnight there is written as the evening
    before in UTC.
    """
    if pa.types.is_timestamp(values.type) and values.type.tz is not None:
        values = pc.local_timestamp(values.cast(pa.timestamp(values.type.unit, "Asia/Shanghai")))
    days = np.asarray(pc.cast(pc.cast(values, pa.date32(), safe=False), pa.int32())).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1
    known = (year >= 0) & (year <= 9999)
    return np.where(known, (year * 100 + month) * 100 + day, NO_DATE).astype(np.int32)


def number_of(day: date) -> int:
    """Return *day* as yyyymmdd."""
    return (day.year * 100 + day.month) * 100 + day.day


def years_before(day: date, years: int) -> int:
    """Return the date *years* years before *day* as yyyymmdd.

    A person is under *years* on *day* if born after it: an age is completed on the birthday, and
    that of 29 February on 1 March.
    """
    return number_of(day) - years * 10_000
