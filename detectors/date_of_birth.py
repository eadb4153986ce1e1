"""Date of birth (出生日期).

A date, as Chinese files write it: 1990-01-31, 1990/1/31, 19900131, 1990年1月31日. A single date
never tells that it is a birthday. A column does: by its header, or because its dates spread over a
lifetime, most of them more than ten years ago, beside columns that name persons.
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


_AFTER_THE_YEAR = np.zeros(256, dtype=bool)
_AFTER_THE_YEAR[[*b"-/.", "年".encode()[0]]] = True


def gate(text: Text) -> Mask:
    """Let pass eight bytes, or a sign behind the fourth: telephone and order numbers are no dates."""
    fifth = text.data[np.minimum(text.starts + 4, len(text.data) - 1)]
    return np.asarray((text.lengths == len("YYYYMMDD")) | _AFTER_THE_YEAR[fifth])


DETECTOR = Detector(
    id="date_of_birth",
    title="Date of birth",
    title_zh="出生日期",
    references=("GB/T 7408 (ISO 8601)", "GB/T 35273-2020 annex A"),
    pattern=dates.DATE_PATTERN,
    lengths=(8, 40),
    first="12",
    gate=gate,
    check=check,
    born=dates.of_text,
    role="trait",
    needs_company=True,
    chance=0.9,
    headers=(
        "出生日期", "生日", "出生年月", "出生年月日", "birthday", "birth date", "birthdate", "date of birth", "dob",
        "born on", "csrq", "csny", "chushengriqi",
    ),
    headers_against=("提醒", "宠物", "类型", "pet", "type", "reminder", "company", "公司"),
    examples=("1990-01-31", "1990/1/31", "19900131", "1990年1月31日", "1990-01-31 00:00:00"),
    near_misses={
        "1990-02-30": "no 30 February",
        "1990-13-01": "no thirteenth month",
        "1790-01-01": "nobody alive",
        "199001": "no day",
    },
)  # fmt: skip
