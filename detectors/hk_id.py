"""Identity card number of Hong Kong (香港身份证号), and of Macao (澳门居民身份证号).

Hong Kong: one or two letters, six digits, and a check character 0-9 or A, mostly in brackets. Letters
count 10 to 35 and a missing first letter 36, weights are 9 to 1, and the sum is divisible by 11.
Macao: 1, 5 or 7, six digits, and a check digit in brackets. How that digit is computed is not
published, so without brackets the number is only eight digits, and is not looked for.

>>> import pyarrow as pa
>>> numbers = pa.array(["A123456(3)", "a1234563", "A123456(4)"])
>>> DETECTOR.find(numbers).tolist()
[True, True, False]
>>> DETECTOR.canon(numbers.slice(0, 2)).to_pylist()
['A1234563', 'A1234563']
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.kernels import checks
from tongguan.kernels.text import Mask, Text


def canonical(values: pa.Array) -> pa.Array:
    """Write capitals, and neither brackets nor space."""
    return pc.replace_substring_regex(pc.ascii_upper(values), "[() ]", "")


def check(values: pa.Array) -> Mask:
    """Check the check character of numbers of Hong Kong; all of Macao pass."""
    dense = canonical(values)
    text = Text.of(dense)
    good = np.asarray(text.first < ord("A"))
    rows = np.flatnonzero(~good)
    if len(rows):
        padded = pc.utf8_lpad(dense.take(pa.array(rows)), 9, " ")
        good[rows] = checks.hong_kong(Text.of(padded).matrix(9))
    return good


DETECTOR = Detector(
    id="hk_id",
    title="Hong Kong or Macao identity card number",
    title_zh="香港、澳门身份证号",
    references=("Registration of Persons Regulations (Cap. 177A)", "Macao Law 8/2002"),
    pattern=r"[A-Za-z]{1,2}[0-9]{6} ?(?:\([0-9Aa]\)|[0-9Aa])|[157][0-9]{6} ?\([0-9]\)",
    lengths=(8, 12),
    first="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz157",
    check=check,
    canonical=canonical,
    role="identifier",
    strength=85,
    # One check character in eleven; of codes of a letter and seven digits, so many pass.
    chance=0.09,
    # With a wrong check character; those of Macao without brackets.
    under_header=r"[A-Za-z]{1,2}[0-9]{6} ?(?:\([0-9A-Za-z]\)|[0-9A-Za-z])|[0-9]{7} ?(?:\([0-9]\)|[0-9])?|[A-Za-z]{1,2}[0-9]{6}",
    check_chance=dict.fromkeys(range(8, 13), 1 / 11),
    headers=(
        "香港身份证", "香港身份证号", "香港居民身份证", "香港永久性居民身份证", "香港证件号", "澳门身份证", "澳门身份证号",
        "澳门居民身份证", "港澳身份证", "hkid", "hk id", "hk id no", "hkid no", "hk id card", "hkic", "hong kong id",
        "macau id", "macao id", "mo id", "xianggangshenfenzheng", "xgsfz", "amsfz",
    ),
    headers_against=("产品", "商品", "订单", "型号", "批次", "product", "sku", "order", "batch", "model", "part", "serial"),
    examples=("A123456(3)", "A1234563", "ab987654(3)", "Z683365(A)", "A123456（3）", "1234567(8)"),
    near_misses={
        "A123456(4)": "check character",
        "A1234564": "check character",
        "ABC123456(3)": "three letters",
        "A12345(3)": "five digits",
        "A123456(B)": "B is no check character",
        "12345678": "Macao, but no brackets: only digits",
        "2234567(8)": "no series of Macao",
    },
)  # fmt: skip
