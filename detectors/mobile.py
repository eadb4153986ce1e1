"""Mainland mobile number (手机号).

Eleven digits beginning with 1. Which prefixes are allocated is taken from the numbering-plan
metadata of the phonenumbers project (region CN, type MOBILE), with the virtual operators' 162,
165, 167, 170, 171 and the 19x prefixes issued since 2019. ``+86``, ``0086``, spaces and dashes
are taken off before the number is looked at.

>>> import pyarrow as pa
>>> DETECTOR.find(pa.array(["13800001234", "12345678901"])).tolist()
[True, False]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from tongguan.detector import Detector

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask, Text

_THREE = r"13[0-9] 14[57] 15[0-35-9] 16[25-7] 17[0-35-8] 18[0-9] 19[0-35-9]"
_PREFIX = np.array([re.fullmatch(_THREE.replace(" ", "|"), f"{n:03d}") is not None for n in range(1000)])
_LONG_PREFIX = np.zeros(100_000, dtype=bool)
_LONG_PREFIX[16100:16110] = _LONG_PREFIX[17400:17406] = True


def quick(text: Text) -> Mask:
    """Match the pattern by a table of prefixes."""
    found = np.zeros(text.rows, dtype=bool)
    rows = np.flatnonzero(text.lengths == 11)
    if len(rows):
        digits = text.at(rows).matrix(11) - np.uint8(48)
        head = digits[:5].astype(np.int32)
        three = np.minimum((head[0] * 10 + head[1]) * 10 + head[2], 999)
        five = np.minimum((three * 10 + head[3]) * 10 + head[4], 99_999)
        found[rows] = (digits < 10).all(axis=0) & (_PREFIX[three] | _LONG_PREFIX[five])
    return found


# What stands under a header for telephones besides: prefixes not allocated yet and numbers with a digit too few or
# too many; those of a district, of Hong Kong, Macao, Taiwan and other countries. Numbers of services (400, 800,
# 95xxx, 106x) are no one's.
_MISTYPED = r"1(?:0[0-57-9]|[1-9][0-9])[0-9]{7,9}"
_LOCAL = r"(?:[2-8][0-9]|9[0-47-9])[0-9]{1,2}[- ]?[0-9]{4}(?: ?(?:-|转|[xX#]) ?[0-9]{1,6})?"
_ABROAD = (
    r"(?:\+|00)(?:[1-79][0-9]|8[0-57-9])[0-9() .-]{4,16}[0-9]|(?:852|853|886)[- ]?[0-9]{8,9}"
    r"|\(?(?:[235679][0-9]{2}|4[1-9][0-9]|8[1-9][0-9])\)?[-. ]?[0-9]{3}[-. ]?[0-9]{4}"
)

DETECTOR = Detector(
    id="cn_mobile",
    title="Mobile number",
    title_zh="手机号",
    references=("ITU-T E.164, +86", "phonenumbers metadata, region CN"),
    pattern=r"1(?:[38][0-9]|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])[0-9]{8}|1(?:610[0-9]|740[0-5])[0-9]{6}",
    lengths=(11, 11),
    first="1",
    quick=quick,
    role="identifier",
    strength=70,
    compacted=True,
    in_text=True,
    # With 0, 86 or 0086 before it, it is a longer number among others of that length.
    chance_at={11: 0.06, 12: 0.006, 13: 0.0006, 14: 0.0006, 15: 0.000006},
    chance=0.06,  # of numbers that begin with 1 to 9; see benchmarks/chance.py
    under_header=f"{_MISTYPED}|{_LOCAL}|{_ABROAD}",
    headers=(
        "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联络电话", "联系方式", "移动电话", "手提电话", "预留手机号",
        "mobile", "mobile no", "mobile number", "mobile num", "mobile phone", "mobileno", "phone", "phone no", "phone number", "phone num", "phonenumber",
        "phoneno", "phonenum", "phone1", "phone2", "cellphone", "cell phone", "cell", "tel", "tel no", "telno", "tel1", "tel2", "telephone", "telphone",
        "telephone number", "contact phone", "contact number", "contact no", "contact tel", "contact mobile", "msisdn", "whatsapp", "moblie",
        "sjh", "sjhm", "lxdh", "lxfs", "yddh", "dhhm", "shouji", "shoujihao", "shoujihaoma", "dianhua", "lianxidianhua", "lianxifangshi", "dinhua",
    ),
    headers_against=(
        "客服", "热线", "服务电话", "service tel", "service phone", "service number", "hotline", "helpline", "customer service", "support phone", "support tel",
        "型号", "品牌", "机型", "归属地", "运营商", "套餐", "验证码", "区号", "类型", "次数", "数量", "carrier", "province", "case", "color",
        "model", "brand", "type", "code", "count", "verified",
        "status", "flag", "os", "version", "bytes", "size", "amount", "total",
    ),
    placeholders=frozenset(
        [
            "13800138000", "13000000000", "13800000000", "13900000000", "15000000000", "18000000000",
            "13812345678", "13912345678", "13512345678", "13612345678", "13712345678", "15012345678",
            "18612345678", "18812345678", "13888888888", "13999999999", "18888888888", "15888888888",
        ]
    ),
    examples=("13812340000", "19912345678", "+86 138-1234-0000", "0086 13812340000", "１３８１２３４００００", "'16212345678"),
    near_misses={
        "12812345678": "no such prefix",
        "14212345678": "prefix not allocated",
        "1381234567": "ten digits",
        "138123456789": "twelve digits",
        "1700000000000": "a time in milliseconds",
    },
)  # fmt: skip
