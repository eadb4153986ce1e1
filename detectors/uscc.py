"""Unified social credit code (统一社会信用代码, GB 32100-2015).

Eighteen characters of 0-9 and capitals without I, O, S, V, Z: registering authority, category,
six digits of place, nine of organisation code, and a check character of base 31. It names an
organisation, not a person; a code beginning with 92 names an individual business (个体工商户).
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.kernels import checks
from tongguan.kernels.text import Mask, Text


def check(values: pa.Array) -> Mask:
    """Check the last character."""
    return checks.mod_31_3(Text.of(pc.ascii_upper(values)).matrix(18))


DETECTOR = Detector(
    id="uscc",
    title="Unified social credit code",
    title_zh="统一社会信用代码",
    references=("GB 32100-2015",),
    # Authority and category, then the place, which begins with a province.
    pattern=r"[1-9A-HJ-NPQRTUWXYa-y][1-9A-HJ-NPQRTUWXYa-y][1-8][0-9]{5}[0-9A-HJ-NPQRTUWXYa-y]{10}",
    lengths=(18, 18),
    check=check,
    canonical=pc.ascii_upper,
    role="organisation",
    chance=0.03,
    check_chance={18: 1 / 31},
    headers=(
        "统一社会信用代码", "信用代码", "社会信用代码", "统一信用代码", "纳税人识别号", "税号", "营业执照号", "营业执照注册号", "企业注册号", "uscc", "usci", "credit code", "social credit code", "unified credit code",
        "unified social credit code", "usc code", "credit no", "tax no", "tax number", "tax id", "taxpayer id", "taxpayer no", "business license no", "business licence no",
        "tyshxydm", "shxydm", "nsrsbh", "xydm",
    ),
    headers_against=("类型", "type"),
    examples=("91350100M000100Y43", "91350100m000100y43"),
    near_misses={
        "91350100M000100Y44": "check character",
        "91350100M000100Y4": "seventeen characters",
        "91350100S000100Y43": "S is not used",
    },
)  # fmt: skip
