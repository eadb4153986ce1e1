"""Date of birth (出生日期).

A date, as Chinese files write it: 1990-01-31, 1990/1/31, 19900131, 1990年1月31日, or only the month:
1990年1月; and as others do: 31/01/1990, 31 Jan 1990. A single date never tells that it is a birthday. A
column does: by its header, or because its dates spread over a lifetime, most of them more than ten
years ago, beside columns that name persons. What may be two dates (02/01/2013), or a whole month, is
the later one: no child is taken for an adult. A year alone is an ``age``; a day without a year says
nothing of an age, so that only its header tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.kernels import dates

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask, Text


def check(values: pa.Array) -> Mask:
    """Check that the calendar has such a day."""
    return np.asarray(dates.of_text(values) != dates.NO_DATE)


_SIGN = np.zeros(256, dtype=bool)
_SIGN[[*b"-/. ", "年".encode()[0]]] = True
_LETTER = np.zeros(256, dtype=bool)
_LETTER[[*b"ADFJMNOSTWadfjmnostw"]] = True
_SHORTEST_OTHER = len("1/2/1990")
_MOMENT = len("YYYYMMDDhhmmss")


def gate(text: Text) -> Mask:
    """Let pass eight digits, or a sign behind the second, third or fourth place, or an English month.

    Telephone and order numbers are no dates, and fourteen digits one only at midnight.
    """
    second, third, fifth = (
        text.data[np.minimum(text.starts + place, len(text.data) - 1)] for place in (1, 2, 4)
    )
    day_first = (_SIGN[second] | _SIGN[third] | _LETTER[text.first]) & (text.lengths >= _SHORTEST_OTHER)
    found = (text.lengths == len("YYYYMMDD")) | _SIGN[fifth] | day_first
    moments = np.flatnonzero(text.lengths == _MOMENT)
    if len(moments):
        last = text.data[(text.starts[moments] + text.lengths[moments])[:, None] - np.arange(1, 7)]
        found[moments] |= np.all(last == ord("0"), axis=1)
    return np.asarray(found)


# What only a header tells: a year, six digits of a year and a month or of a day, two digits of a year.
_YEAR_ONLY = r"^(?P<y>19[0-9]{2}|20[0-9]{2})(?:年(?:出?生人?)?|\.0+)?$"
_YEAR_MONTH = r"^(?P<y>19[0-9]{2}|20[0-9]{2})(?P<m>0[1-9]|1[0-2])(?:\.0+)?$"
_SHORT = r"^(?P<a>[0-9]{2})[-/. ]?(?P<m>0[1-9]|1[0-2])[-/. ]?(?P<d>[0-9]{2})$"
_THIS_CENTURY = 40


def born(values: pa.Array) -> dates.Dates:
    """Return the days written in *values*, or the last that each allows; 0 where they say none.

    >>> import pyarrow as pa
    >>> born(pa.array(["1990-01-31", "1990", "199002", "900131", "90-01-31", "01-31", "soon"])).tolist()
    [19900131, 19901231, 19900231, 19900131, 19900131, 0, 0]
    """
    found = dates.of_text(values)
    rest = np.flatnonzero(found == dates.NO_DATE)
    if len(rest):
        found = found.copy()
        others = values.take(pa.array(rest))
        found[rest] = np.max([_year(others), _year_and_month(others), _two_digits(others)], axis=0)
    return found


def _year(values: pa.Array) -> dates.Dates:
    year = _number(values, _YEAR_ONLY, "y")
    return np.where(year < 0, dates.NO_DATE, year * 10_000 + 12_31).astype(np.int32)


def _year_and_month(values: pa.Array) -> dates.Dates:
    year, month = (_number(values, _YEAR_MONTH, part) for part in ("y", "m"))
    # As numbers these compare as dates do: the thirty-first is no earlier than the last of any month.
    return np.where(year < 0, dates.NO_DATE, year * 10_000 + month * 100 + 31).astype(np.int32)


def _two_digits(values: pa.Array) -> dates.Dates:
    """Read year, month, day and day, month, year of two digits each: the later one."""
    one, month, other = (_number(values, _SHORT, part) for part in ("a", "m", "d"))
    read = [_of_short(one, month, other), _of_short(other, month, one)]
    return np.where(one < 0, dates.NO_DATE, np.max(read, axis=0)).astype(np.int32)


def _of_short(year: dates.Dates, month: dates.Dates, day: dates.Dates) -> dates.Dates:
    full = np.where(year < _THIS_CENTURY, 2000, 1900) + year
    return dates.of_parts(full.astype(np.int32), np.maximum(month, 0), day)


def _number(values: pa.Array, pattern: str, name: str) -> dates.Dates:
    written = pc.struct_field(pc.extract_regex(values, pattern), [name])
    return np.asarray(pc.cast(pc.fill_null(written, "-1"), pa.int32()))


DETECTOR = Detector(
    id="date_of_birth",
    title="Date of birth",
    title_zh="出生日期",
    references=("GB/T 7408 (ISO 8601)", "GB/T 35273-2020 annex A"),
    pattern=dates.DATE_PATTERN,
    lengths=(6, 40),
    first="0123ADFJMNOSTWadfjmnostw456789",
    gate=gate,
    check=check,
    born=born,
    role="trait",
    needs_company=True,
    chance=0.9,
    # However it is written: a day that cannot be read makes the ages unsure, not the column something else.
    under_header=r"[^{}<>@]{0,24}[0-9年月][^{}<>@]{0,24}",
    headers=(
        "出生日期", "生日", "出生年月", "出生年月日", "birthday", "birth date", "birthdate", "date of birth", "dob",
        "born on", "born", "birth", "birth day", "birth month", "birthday date", "date birth", "出生日", "出生月份", "出生年月日期", "阳历生日", "生日月日", "生辰",
        "csrq", "csny", "sr", "chushengriqi", "chushengnianyue", "shengri",
    ),
    headers_against=(
        "成立", "创立", "创建", "注册", "入职", "入会", "加入", "上市", "出版", "发布", "生产", "founded", "established", "registered", "hire", "hired", "join", "joined", "expiry", "expire", "publish", "published", "release", "listing", "listed", "incorporation", "found",
        "提醒", "宠物", "类型", "礼", "优惠", "祝福", "pet", "type", "reminder", "company", "公司", "coupon", "gift", "place", "country", "city", "weight", "rate", "certificate",
    ),
    examples=(
        "1990-01-31", "1990/1/31", "19900131", "1990年1月31日", "1990-01-31 00:00:00", "1990-01-30T16:00:00.000Z", "19900131000000", "1990年1月", "1990.01",
        "31/01/1990", "1/31/1990", "31-Jan-1990", "31-Jan-90", "January 31, 1990", "31st May 2012", "Wed Jan 31 00:00:00 CST 1990",
    ),
    near_misses={
        "1990-02-30": "no 30 February",
        "1990-13-01": "no thirteenth month",
        "1790-01-01": "nobody alive",
        "199001": "a postcode of Shanghai is written so",
        "20260630123456": "a moment, or a number made of one",
        "31/31/1990": "no thirty-first month",
        "01-31": "no year",
        "90-01-31": "of two digits any may be the year",
    },
)  # fmt: skip
