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

from tongguan.detector import Detector
from tongguan.kernels import dates

if TYPE_CHECKING:
    import pyarrow as pa

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
    born=dates.of_text,
    role="trait",
    needs_company=True,
    chance=0.9,
    headers=(
        "出生日期", "生日", "出生年月", "出生年月日", "birthday", "birth date", "birthdate", "date of birth", "dob",
        "born on", "born", "birth", "birth day", "birth month", "birthday date", "date birth", "出生日", "出生月份", "出生年月日期", "阳历生日", "生日月日", "生辰",
        "csrq", "csny", "sr", "chushengriqi", "chushengnianyue", "shengri",
    ),
    headers_against=(
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
