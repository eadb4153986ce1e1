"""Number of a pupil or student (学籍号, 学号).

The national pupil number (全国学籍号) is G and the pupil's resident ID number; where there is none yet, L and
18 characters formed like one, which say nothing else. A G number is its pupil's ID number, so both are
one person with one key; an L number is a number of its own. Schools' own numbers (学号, 考号) are digits or a
short code, which only a header can show.

National numbers show themselves, whatever the header says.

>>> import pyarrow as pa
>>> DETECTOR.canon(pa.array(["g44011320141005001x", "L44011320141005001X", "20230415"])).to_pylist()
['44011320141005001X', 'L44011320141005001X', '20230415']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors import resident_id
from tongguan.detectors._codes import NOBODY, one_way
from tongguan.kernels import dates

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask

_NATIONAL = r"^[GLgl][1-9][0-9]{16}[0-9Xx]$"
_RESIDENT_ID = r"^[1-9][0-9]{16}[0-9X]$"


def check(values: pa.Array) -> Mask:
    """Check the ID number in national pupil numbers; schools' own numbers pass."""
    good = np.ones(len(values), dtype=bool)
    rows = _like(values, _NATIONAL)
    if len(rows):
        good[rows] = resident_id.check(pc.utf8_slice_codeunits(values.take(pa.array(rows)), 1))
    return good


def canonical(values: pa.Array) -> pa.Array:
    """Write a G number as the ID number in it, and all others in capitals."""
    upper = pc.ascii_upper(one_way(values))
    return pc.replace_substring_regex(upper, r"^G([1-9][0-9]{16}[0-9X])$", r"\1")


def born(canonical_values: pa.Array) -> dates.Dates:
    """Return the birthdays in ID numbers, after an L as well; schools' own numbers hold none."""
    birthdays = np.full(len(canonical_values), dates.NO_DATE, dtype=np.int32)
    numbers = pc.replace_substring_regex(canonical_values, r"^L([1-9][0-9]{16}[0-9X])$", r"\1")
    rows = _like(numbers, _RESIDENT_ID)
    if len(rows):
        some = numbers.take(pa.array(rows))
        birthdays[rows] = np.where(resident_id.check(some), resident_id.born(some), dates.NO_DATE)
    return birthdays


def _like(values: pa.Array, pattern: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.flatnonzero(np.asarray(pc.match_substring_regex(values, pattern)))


DETECTOR = Detector(
    id="student_no",
    title="Pupil or student number",
    title_zh="学籍号、学号",
    references=("Ministry of Education, measures for pupil records (教基一〔2013〕7号)", "GB 11643-1999"),
    pattern=r"[GLgl][1-9][0-9]{16}[0-9Xx]|[0-9]{1,22}(?:\.0+)?|[A-Za-z]{0,8}[0-9][0-9A-Za-z_-]{0,15}",
    telling=r"[GLgl][1-9][0-9]{16}[0-9Xx]",
    lengths=(1, 26),
    check=check,
    canonical=canonical,
    born=born,
    role="identifier",
    numbered_as="cn_resident_id",
    strength=45,
    needs_header=True,
    # Schools' own numbers: nearly every code passes. (Of random G and 18 digits, 0.0001.)
    chance=0.8,
    local=True,
    headers=(
        "学籍号", "学籍号码", "全国学籍号", "学籍编号", "学籍辅号", "学号", "学生号", "学生编号", "学生id", "学生证号", "学员编号", "学员号",
        "考生号", "考号", "准考证号", "准考证", "报考号", "考籍号",
        "student no", "student id", "student number", "student code", "stu no", "stu id", "stuno", "stuid", "studentid",
        "studentno", "pupil no", "pupil id", "candidate no", "candidate number", "admission ticket", "exam no", "examinee no",
        "xuehao", "xuejihao", "xueji", "xueshengbianhao", "xjh", "xh", "xsbh", "ksh", "zkzh",
    ),
    headers_against=("教学", "科学", "化学", "数学", "入学", "光学", "大学号", "课程", "course", "school", "count"),
    placeholders=NOBODY,
    examples=("G44011320141005001X", "g44011320141005001x", "L44011320141005001X", "2023041501", "S2023-0415", "20230415.0"),
    near_misses={
        "G440113201410050011": "check character",
        "L44011320141305001X": "no thirteenth month",
        "X44011320141005001X": "nineteen characters, but neither G nor L",
        "12.5": "an amount",
        "三年级二班": "a class",
    },
)  # fmt: skip
