"""Travel permits (往来通行证) and the older card of permanent residence (外国人永久居留证).

Permits are for travel between the mainland and Hong Kong, Macao and Taiwan. ``H`` or ``M`` and eight
digits (two more for the issue on older cards): mainland travel permit of residents of Hong Kong and
Macao. ``C`` and eight, of which the first may be a letter, or ``W`` and eight digits: exit permit to
Hong Kong and Macao. ``L`` or ``T`` and eight digits: exit permit to Taiwan. The permit of Taiwan
compatriots is eight bare digits and is known by its header only.

The card of permanent residence before December 2023 has three letters of the country, four digits of the
place, beginning with a province, six of the date of birth and two more. (The newer one has eighteen digits,
and is found as a resident ID.)

>>> import pyarrow as pa
>>> DETECTOR.find(pa.array(["H12345678", "CAN110078112201", "ORD202611230001"])).tolist()
[True, True, False]
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors._codes import ends_in_digit
from tongguan.kernels import dates
from tongguan.kernels.text import Mask, Text

_RESIDENCE_CARD = 15
_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]"


def check(values: pa.Array) -> Mask:
    """Check the date of birth on cards of permanent residence, of either century; permits pass."""
    text = Text.of(values)
    good = np.asarray(text.lengths != _RESIDENCE_CARD)
    rows = np.flatnonzero(~good)
    if len(rows):
        digits = text.at(rows).matrix(_RESIDENCE_CARD)[7:13]
        born = [
            np.concatenate([np.full_like(digits[:2], [[ord(c)] for c in century]), digits])
            for century in ("19", "20")
        ]
        good[rows] = np.any([dates.of_digits(day) != dates.NO_DATE for day in born], axis=0)
    return good


DETECTOR = Detector(
    id="travel_permit",
    title="Travel permit (Hong Kong, Macao, Taiwan) or permanent residence card",
    title_zh="往来通行证、外国人永久居留证",
    references=("GA/T 704", "National Immigration Administration"),
    pattern=(
        r"[HMhm][0-9]{8}(?:[0-9]{2})?|[Cc][0-9A-HJ-NP-Za-hj-np-z][0-9]{7}|[WwLlTt][0-9]{8}"
        rf"|[A-Za-z]{{3}}(?:{_PROVINCES})[0-9]{{10}}"
    ),
    lengths=(9, 15),
    first="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    gate=ends_in_digit,
    check=check,
    canonical=pc.ascii_upper,
    role="identifier",
    needs_company=True,
    strength=88,
    # Of codes of a letter and eight digits, six letters of 26. (Cards of residence: 0.014 of three letters
    # and twelve digits.)
    chance=0.23,
    # The permit of Taiwan compatriots; and any of them with a separator.
    under_header=r"[0-9]{8}(?:[0-9]{2})?|[A-Za-z]{1,3}[- ]?[0-9]{7,12}",
    headers=(
        "通行证", "通行证号", "通行证号码", "回乡证", "回乡证号", "台胞证", "台胞证号", "港澳通行证", "港澳证", "永久居留证", "永久居留身份证", "永居证", "永居证号",
        "travel permit", "travel permit no", "travel permit number", "home return permit", "home visit permit", "hk macau permit", "hk macao permit",
        "taiwan permit", "taiwan compatriot permit", "mainland travel permit", "exit entry permit", "permanent residence", "permanent residence card",
        "permanent resident card", "permanent residence permit", "txz", "txzh", "hxz", "hxzh", "tbz", "tbzh", "tongxingzheng", "huixiangzheng", "taibaozheng",
    ),
    headers_against=(
        "故障", "错误", "报警", "告警", "条码", "资产", "fault", "error", "alarm", "asset", "barcode", "part no", "fault code", "lot", "parcel", "express", "快递", "物流",
        "车辆", "货物", "园区", "有效期", "类型", "签发", "到期", "订单", "商品", "产品", "物料", "货号", "批次", "合同", "发票", "运单", "设备", "序列", "型号",
        "vehicle", "expiry", "expire", "date", "type", "order", "product", "goods", "sku", "item", "material", "batch", "contract", "invoice",
        "waybill", "tracking", "device", "serial", "model", "part",
    ),
    examples=("H12345678", "M1234567801", "C12345678", "CA1234567", "W12345678", "T12345678", "CAN110078112201", "usa310000022901"),
    near_misses={
        "H1234567": "seven digits",
        "CI1234567": "I is not used",
        "K12345678": "no such series",
        "H123456789": "nine digits",
        "ORD202611230001": "no province: an order number",
        "CAN110078132201": "no thirteenth month",
        "CA1100781122010": "two letters of a country",
    },
)  # fmt: skip
