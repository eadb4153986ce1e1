"""Vehicle plate (机动车号牌, GA 36).

A province character, a letter, and five places of digits and letters without I and O, of which the
last may be 挂, 学, 警, 港 or 澳; new-energy plates have six places, with a letter in the first or
the last of them. A dot, a space or a dash after the second character is common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from tongguan.detector import Detector

if TYPE_CHECKING:
    import pyarrow as pa

    from tongguan.kernels.text import Mask, Text

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def gate(text: Text) -> Mask:
    """Let pass what has an ASCII letter behind its province: most cities have not."""
    fourth = text.data[np.minimum(text.starts + 3, len(text.data) - 1)] | 0x20
    return np.asarray((fourth >= ord("a")) & (fourth <= ord("z")))


def canonical(values: pa.Array) -> pa.Array:
    """Write capitals, and no dot, space or dash."""
    return pc.replace_substring_regex(pc.utf8_upper(values), "[·•. -]", "")


DETECTOR = Detector(
    id="vehicle_plate",
    title="Vehicle plate",
    title_zh="机动车号牌",
    references=("GA 36",),
    pattern=(
        rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·•. \-]?"
        r"(?:[A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]"
        r"|[A-HJKa-hjk][A-HJ-NP-Za-hj-np-z0-9][0-9]{4}|[0-9]{5}[A-HJKa-hjk])"
    ),
    lengths=(9, 14),
    first=_PROVINCES,
    gate=gate,
    canonical=canonical,
    by_form=True,
    role="identifier",
    strength=20,
    chance=0.001,
    # Those of the forces, of embassies, of other places: five to ten places with a digit among them.
    under_header=r"[\p{Han}A-Za-z·•. -]{0,5}[0-9][\p{Han}A-Za-z0-9·•. -]{3,8}|[\p{Han}A-Za-z·•. -]{3,8}[0-9]{1,4}",
    headers=(
        "车牌", "车牌号", "号牌号码", "plate no", "plate number", "license plate", "car number",
        "cph", "chepaihao",
    ),
    headers_against=("颜色", "类型", "color", "colour", "type"),
    examples=("京A12345", "沪AD12345", "粤B12345D", "浙A·88Z88", "粤Z1234港", "苏E 5678F", "京A-80636"),
    near_misses={
        "京I12345": "I is not used",
        "京A1234": "four places",
        "东A12345": "no such province",
        "京A12345678": "eight places",
    },
)  # fmt: skip
