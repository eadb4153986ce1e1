"""Number of a driving licence (机动车驾驶证号), and its file number (档案编号).

The licence bears the holder's number in the register of residents: 18 digits with its check character
(GB 11643), 15 on old ones. So only the header tells it from a resident ID, and it is the same person: both
have one key. The file number at the issuing office is twelve digits without a check, and names the holder
too; only a header that says whose file it is tells, since 档案编号 alone may be any archive's.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tongguan.detector import Detector
from tongguan.detectors import resident_id
from tongguan.kernels import dates
from tongguan.kernels.text import Mask, Text

_FILE_NUMBER = 12


def check(values: pa.Array) -> Mask:
    """Check what has the form of a resident ID number; file numbers pass."""
    text = Text.of(values)
    good = np.asarray(text.lengths == _FILE_NUMBER)
    rows = np.flatnonzero(~good)
    if len(rows):
        good[rows] = resident_id.check(values.take(pa.array(rows)))
    return good


def born(canonical_values: pa.Array) -> dates.Dates:
    """Return the birthdays in resident ID numbers; a file number holds none."""
    birthdays = np.full(len(canonical_values), dates.NO_DATE, dtype=np.int32)
    rows = np.flatnonzero(Text.of(canonical_values).lengths != _FILE_NUMBER)
    if len(rows):
        birthdays[rows] = resident_id.born(canonical_values.take(pa.array(rows)))
    return birthdays


DETECTOR = Detector(
    id="driving_licence",
    title="Driving licence number",
    title_zh="驾驶证号",
    references=("GA 482", "GB 11643-1999"),
    pattern=r"[1-9][0-9]{16}[0-9Xx]|[1-8][0-9]{14}|[0-9]{12}",
    lengths=(12, 18),
    first="0123456789",
    check=check,
    canonical=resident_id.canonical,
    born=born,
    role="identifier",
    numbered_as="cn_resident_id",
    strength=94,
    compacted=True,
    needs_header=True,
    # Of random 18 digits (see resident_id). Twelve digits always pass, but only under this header.
    chance=0.0001,
    headers=(
        "驾驶证", "驾驶证号", "驾驶证号码", "驾驶证编号", "驾照", "驾照号", "驾照编号", "驾驶证档案编号", "驾照档案编号", "驾驶员档案编号",
        "driving licence", "driving license", "driving licence no", "driver licence", "driver license", "driver license no",
        "drivers license", "drivers licence", "driving permit", "licence file no", "license file no", "dl no", "dl number",
        "driverlicense", "driverlicence", "jszh", "jsz", "jzhm", "dabh", "jiashizheng", "jiashizhenghao", "jiazhao",
    ),
    headers_against=("准驾", "行驶证", "有效期", "初次", "科目", "训练", "software"),
    examples=("11010519491231002X", "110105491231002", "330100123456", "110105 19491231 002x"),
    near_misses={
        "110105194912310021": "check character",
        "110105194913310025": "no thirteenth month",
        "33010012345": "eleven digits",
        "33010012345678": "fourteen digits",
    },
)  # fmt: skip
