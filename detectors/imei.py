"""Number of a mobile telephone (IMEI, 国际移动设备识别码; 3GPP TS 23.003).

Fifteen digits: eight of type, of which the first two are the body that gave them out, six of serial number
and a Luhn digit. Numbers are given out today by 01, 35, 86 and 99, and were by the others of the list. A
column in which nearly all numbers of fifteen digits pass is one; a single number is no evidence. The forms
without a check digit, of fourteen digits and of sixteen (IMEISV), are known by their header only.

A resident ID number of fifteen digits passes once in a hundred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.detector import Detector
from tongguan.kernels import checks
from tongguan.kernels.text import Mask, Text

if TYPE_CHECKING:
    import pyarrow as pa


def check(values: pa.Array) -> Mask:
    """Check the Luhn digit."""
    return checks.luhn(Text.of(values).matrix(15))


DETECTOR = Detector(
    id="imei",
    title="Mobile equipment identity (IMEI)",
    title_zh="国际移动设备识别码",
    references=("3GPP TS 23.003", "GSMA TS.06"),
    pattern=r"(?:0[1-9]|10|3[035]|4[459]|5[0-4]|86|9[189])[0-9]{13}",
    lengths=(15, 15),
    first="0134589",
    check=check,
    role="identifier",
    strength=30,
    compacted=True,
    # The issuing body, 15 of 90 in numbers whose first digit is 1 to 9, and the Luhn digit: 0.017. Numbers of
    # which all begin with 35 or 86 are checked by the Luhn digit only.
    chance=0.1,
    # With the software version, without the check digit, or of CDMA (MEID), which has letters.
    under_header="[0-9]{14,17}|[A-Fa-f0-9]{14}",
    check_chance={15: 1 / 10},
    headers=(
        "imei", "imei号", "imei码", "imei no", "imei number", "imei1", "imei2", "device imei", "phone imei", "手机串号", "手机串码", "设备串号", "串号", "串码",
        "国际移动设备识别码", "移动设备识别码", "meid", "shoujichuanhao",
    ),
    headers_against=("银行", "卡号", "订单", "bank", "card", "order", "waybill", "trade"),
    placeholders=frozenset(["358240051111110", "490154203237518"]),
    examples=("490154203237518", "356938035643809", "35-693803-564380-9", "862222222222223"),
    near_misses={
        "490154203237517": "Luhn digit",
        "4901542032375": "thirteen digits",
        "378282246310005": "no such body: a payment card",
        "110105491231002": "no such body: a resident ID number",
    },
)  # fmt: skip
