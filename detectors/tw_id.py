"""Identity number of Taiwan (台湾身份证号, 國民身分證統一編號; 統一證號 of residents).

A letter for the place of registration, a digit for the sex, seven digits and a check digit. The second
place is 1 or 2 of citizens, 8 or 9 of foreign residents since 2021, and a letter A to D on older resident
certificates. All are checked alike: letters stand for two digits (A 10, B 11, ... O 35), the weights are
1 9 8 7 6 5 4 3 2 1 1, and the sum is divisible by ten.

>>> import pyarrow as pa
>>> DETECTOR.find(pa.array(["A123456789", "A800000005", "AB00000001", "A123456788"])).tolist()
[True, True, True, False]
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors._codes import ends_in_digit
from tongguan.kernels import checks
from tongguan.kernels.text import Mask, Text


def check(values: pa.Array) -> Mask:
    """Check the last digit."""
    return checks.taiwan(Text.of(pc.ascii_upper(values)).matrix(10))


DETECTOR = Detector(
    id="tw_id",
    title="Taiwan identity number",
    title_zh="台湾身份证号",
    references=("Household Registration Act (Taiwan)", "National Immigration Agency (Taiwan), UI No. since 2021-01-02"),
    pattern=r"[A-Za-z][1289A-Da-d][0-9]{8}",
    lengths=(10, 10),
    first="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    gate=ends_in_digit,
    check=check,
    canonical=pc.ascii_upper,
    role="identifier",
    strength=86,
    # Of codes of a letter and nine digits: the second place 4 in 10, the check digit 1 in 10.
    chance=0.04,
    under_header="[A-Za-z][0-9A-Za-z][0-9]{8}",
    check_chance={10: 1 / 10},
    headers=(
        "台湾身份证", "台湾身份证号", "台湾居民身份证", "臺灣身分證", "身分證", "身分證字號", "統一編號", "統一證號", "台湾证件号",
        "tw id", "tw id no", "twid", "taiwan id", "taiwan id no", "arc no", "taiwanshenfenzheng", "twsfz",
    ),
    headers_against=("产品", "商品", "订单", "型号", "批次", "公司", "product", "sku", "order", "batch", "model", "serial"),
    examples=("A123456789", "a123456789", "A800000005", "A900000007", "AB00000001", "AC00000003", "F131104093"),
    near_misses={
        "A123456788": "check digit",
        "A323456789": "no sex is 3",
        "AE00000009": "E is no class of residents",
        "A12345678": "eight digits",
        "1A23456789": "the letter is not first",
    },
)  # fmt: skip
