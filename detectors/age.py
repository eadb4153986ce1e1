"""Age (年龄), as a number of years, a band, a generation or the year of birth.

35, 35岁, 3岁6个月, 18-25, 60岁以上, 80后, 1990. No value shows it: small numbers count anything, and years
date anything. Of goods, accounts and machines it is no personal information, and in statistics bands
are nobody's: it is only beside columns that show persons.

A year of birth stands for its last day, and a generation for its last year, so that nobody under 14
(PIPL 28) is taken for older.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.kernels import dates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongguan.kernels.dates import Dates

_YEARS = r"(?:1[01][0-9]|120|[1-9]?[0-9])"
_OF_AGE = r"(?: ?(?:岁半?|周岁|虚岁|years? old|years?|yrs?|y/?o|Y))?"
_SINCE_BIRTH = rf"{_YEARS}(?:\.[0-9]+)?{_OF_AGE}"
_OF_A_BABY = r"(?:[0-9]{1,2}岁)?零?[0-9]{1,2} ?(?:个?月龄?|months?|mos?|天|日龄|days?|周龄?|weeks?)"
_OVER_OR_UNDER = r"(?:[<>≥≤]=?|under |over |小于|大于|不满|未满)"
_BAND = (
    rf"{_YEARS}{_OF_AGE} ?(?:-|~|—|–|至|到|to|_) ?{_YEARS}{_OF_AGE}"
    rf"|{_OVER_OR_UNDER}{_YEARS}{_OF_AGE}"
    rf"|{_YEARS}{_OF_AGE} ?(?:\+|及?以上|及?以下|以内|and over|and under|or older)"
)
_GENERATION = r"(?:19|20)?[0-9][05]后"
_BORN_IN = r"(?:19|20)[0-9]{2}"

# The year of birth, in full or as 80后; a generation is ten years long, one of five (85后) five.
_YEAR = rf"^(?P<year>{_BORN_IN})(?:年.*)?$"
_DECADE = r"^(?:19|20)?(?P<decade>[0-9][05])后$"
_THIS_CENTURY = 40
_DECEMBER_31 = 12_31


def born(values: pa.Array) -> Dates:
    """Return the last day on which somebody of such a year or generation was born, shape (n,); else none.

    >>> import pyarrow as pa
    >>> born(pa.array(["1990", "80后", "05后", "35"])).tolist()
    [19901231, 19891231, 20091231, 0]
    """
    year = _number(values, _YEAR, "year")
    decade = _number(values, _DECADE, "decade")
    begun = np.where(decade < _THIS_CENTURY, 2000, 1900) + decade
    last = np.where(decade < 0, year, begun + np.where(decade % 10 == 0, 9, 4))
    return np.where(last < 0, dates.NO_DATE, last * 10_000 + _DECEMBER_31).astype(np.int32)


_MONTHS_OR_DAYS = r"^零?[0-9]{1,2} ?(?:个?月|m|天|日|d|周|w)"


def years(values: pa.Array) -> NDArray[np.int32]:
    """Return the youngest age that each of *values* allows, in completed years; -1 where it says none.

    >>> import pyarrow as pa
    >>> years(pa.array(["35", "13岁6个月", "8个月", "12-18岁", "18岁以下", "80后"])).tolist()
    [35, 13, 0, 12, 0, -1]
    """
    said = _number(values, rf"^{_OVER_OR_UNDER}?(?P<age>{_YEARS})(?:[^0-9].*)?$", "age")
    below = np.asarray(pc.match_substring_regex(values, r"^(?:<|≤|under |小于|不满|未满)|以下|以内|under$"))
    baby = np.asarray(pc.match_substring_regex(values, _MONTHS_OR_DAYS))
    generation = np.asarray(pc.match_substring_regex(values, "后$"))
    return np.where(generation, -1, np.where(below | baby, 0, said)).astype(np.int32)


def _number(values: pa.Array, pattern: str, name: str) -> NDArray[np.int32]:
    """Return the group *name* of *pattern* in each of *values*; -1 where it does not match."""
    written = pc.struct_field(pc.extract_regex(values, pattern), [name])
    return np.asarray(pc.cast(pc.fill_null(written, "-1"), pa.int32()))


DETECTOR = Detector(
    id="age",
    title="Age",
    title_zh="年龄",
    references=("GB/T 35273-2020 annex A", "PIPL 28, 31"),
    pattern=rf"{_SINCE_BIRTH}|{_OF_A_BABY}|{_BAND}|{_GENERATION}|{_BORN_IN}(?:年(?:出?生人?)?)?",
    lengths=(1, 24),
    born=born,
    aged=years,
    role="attribute",
    needs_header=True,
    of_persons=True,
    chance=0.6,
    headers=(
        "年龄", "年齡", "岁数", "周岁", "虚岁", "年龄段", "年龄层", "年龄区间", "年龄范围", "年龄组", "出生年份", "出生年", "出生年代", "生年",
        "age", "ages", "age group", "age range", "age band", "age bracket", "age years", "patient age",
        "birth year", "year of birth", "birthyear", "born year", "yob",
        "nl", "nianling", "csnf",
    ),
    headers_against=(
        "适用", "建议", "推荐", "设备", "车辆", "房屋", "账户", "树木", "限制", "最小", "最大", "平均", "宠物", "动物",
        "account", "stock", "inventory", "vehicle", "car", "house", "building", "cache", "max", "min", "avg", "average", "mean", "median",
        "message", "file", "machine", "device", "equipment", "server", "battery", "data", "pet", "animal", "tree", "recommended", "suitable",
        "product", "toy", "invoice", "receivable",
    ),
    examples=("35", "0", "120", "30岁", "18-25", "18~25岁", "60岁以上", "80后", "3岁6个月", "8个月", "1990", "1990年", "under 18", "65+", "35.5"),
    near_misses={
        "121": "older than anybody",
        "-1": "nobody is less than nothing",
        "1850": "nobody alive",
        "35元": "a price",
        "2020款": "a model's year",
        "青年": "a word",
    },
)  # fmt: skip
