"""Calendar dates of a whole column at once, as days since 1970-01-01 (``int32``)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Days = NDArray[np.int32]

NO_DATE = np.int32(np.iinfo(np.int32).min)

# 1990-01-31, 1990/1/31, 1990.1.31, 1990年1月31日, 19900131, each also with a time of day behind it.
DATE_PATTERN = (
    r"(?P<y>1[89][0-9]{2}|20[0-9]{2})(?:"
    r"(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])"
    r"|(?:[-/.]|年)(?P<m2>1[0-2]|0?[1-9])(?:[-/.]|月)(?P<d2>3[01]|[12][0-9]|0?[1-9])日?"
    r")(?:[T ][0-9]{1,2}:[0-9]{2}.*)?"
)


def of_parts(year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]) -> Days:
    """Return the days of Gregorian dates, each argument of shape (n,); NO_DATE where there is none."""
    sane = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)  # noqa: PLR2004
    months = (np.where(sane, year, 1970) - 1970) * 12 + np.where(sane, month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    days = first + (np.where(sane, day, 1) - 1)
    real = sane & (days.astype("datetime64[M]") == months.astype("datetime64[M]"))
    return np.where(real, days.astype(np.int64), np.int64(NO_DATE)).astype(np.int32)


def of_digits(places: NDArray[np.uint8]) -> Days:
    """Return the days of dates written YYYYMMDD, characters (8, n); NO_DATE where there is none."""
    digits = places.astype(np.int64) - 48
    year = ((digits[0] * 10 + digits[1]) * 10 + digits[2]) * 10 + digits[3]
    return of_parts(year, digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])


def of_text(values: pa.Array) -> Days:
    """Return the days of dates written as in DATE_PATTERN, shape (n,); NO_DATE where there is none."""
    parts = pc.extract_regex(values, f"^(?:{DATE_PATTERN})$")

    def number(name: str, other: str | None = None) -> NDArray[np.int64]:
        text = pc.struct_field(parts, [name])
        if other is not None:
            text = pc.if_else(pc.equal(pc.fill_null(text, ""), ""), pc.struct_field(parts, [other]), text)
        text = pc.fill_null(text, "0")
        text = pc.if_else(pc.equal(text, ""), "0", text)
        return np.asarray(pc.cast(text, pa.int64()))

    return of_parts(number("y"), number("m", "m2"), number("d", "d2"))


def of_temporal(values: pa.Array) -> Days:
    """Return the days of a date or timestamp array without nulls, shape (n,)."""
    days: Days = np.asarray(pc.cast(pc.cast(values, pa.date32(), safe=False), pa.int32()))
    return days


def days_of(day: date) -> int:
    """Return *day* as days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def years_of(days: Days) -> NDArray[np.int64]:
    """Return the Gregorian year of each of *days*, none of which is NO_DATE."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def years_before(day: date, years: int) -> int:
    """Return, in days, the date *years* years before *day*; 29 February becomes 1 March.

    A person is under *years* on *day* if born after it: an age is completed on the birthday.
    """
    try:
        return days_of(day.replace(year=day.year - years))
    except ValueError:
        return days_of(date(day.year - years, 3, 1))
