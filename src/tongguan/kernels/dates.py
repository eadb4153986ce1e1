"""Calendar dates of a whole column at once, as the number yyyymmdd (``int32``; 0 where there is none).

Numbers so written compare as the dates do, which is all that is asked of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datetime import date

Dates = NDArray[np.int32]

NO_DATE = 0

# 1990-01-31, 1990/1/31, 1990.1.31, 1990年1月31日, 19900131, each also with a time of day behind it.
DATE_PATTERN = (
    r"(?P<y>1[89][0-9]{2}|20[0-9]{2})(?:"
    r"(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])"
    r"|(?:[-/.]|年)(?P<m2>1[0-2]|0?[1-9])(?:[-/.]|月)(?P<d2>3[01]|[12][0-9]|0?[1-9])日?"
    r")(?:[T ][0-9]{1,2}:[0-9]{2}.*)?"
)

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
    """Return the dates written as in DATE_PATTERN, shape (n,)."""
    parts = pc.extract_regex(values, f"^(?:{DATE_PATTERN})$")

    def number(name: str, other: str | None = None) -> Dates:
        text = pc.fill_null(pc.struct_field(parts, [name]), "")
        if other is not None:
            text = pc.if_else(pc.equal(text, ""), pc.fill_null(pc.struct_field(parts, [other]), ""), text)
        text = pc.if_else(pc.equal(text, ""), "0", text)
        return np.asarray(pc.cast(text, pa.int32()))

    return of_parts(number("y"), number("m", "m2"), number("d", "d2"))


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
