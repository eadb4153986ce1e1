"""Bank card number (银行卡号, ISO/IEC 7812-1).

Fifteen to nineteen digits that begin with the issuer's number (62 for UnionPay; 3, 4, 5 for the
international schemes; 6 and 9 for older domestic cards) and close with a Luhn check digit. One in
ten digit strings passes Luhn, so a column is a column of cards only if far more than that pass.
Account numbers and passbooks carry no check digit and are another kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tongguan.detector import Detector
from tongguan.kernels import checks
from tongguan.kernels.text import Mask, Text

if TYPE_CHECKING:
    import pyarrow as pa


def check(values: pa.Array) -> Mask:
    """Check the Luhn digit."""
    text = Text.of(values)
    good = np.zeros(text.rows, dtype=bool)
    for width in range(15, 20):
        rows = np.flatnonzero(text.lengths == width)
        if len(rows):
            good[rows] = checks.luhn(text.at(rows).matrix(width))
    return good


DETECTOR = Detector(
    id="bank_card",
    title="Bank card number",
    title_zh="银行卡号",
    references=("ISO/IEC 7812-1 annex B",),
    pattern=r"62[0-9]{14,17}|3[47][0-9]{13}|3[0-9]{15}|[45][0-9]{15}(?:[0-9]{3})?|6[0-9]{15,18}|9[0-9]{15,18}",
    lengths=(15, 19),
    first="34569",
    check=check,
    role="identifier",
    strength=50,
    compacted=True,
    in_text=True,
    chance=0.1,
    # Domestic cards without a Luhn digit, older and foreign ones.
    under_header="[0-9]{13,19}",
    check_chance=dict.fromkeys(range(15, 20), 1 / 10),
    headers=(
        "银行卡", "银行卡号", "工资卡", "工资卡号", "工资卡卡号", "借记卡", "信用卡",
        "bank card", "bank card no", "bankcard", "card number", "credit card", "debit card", "salary card",
        "yhkh", "yinhangka",
    ),
    headers_against=("会员卡", "礼品卡", "优惠", "类型", "订单", "流水", "order", "trade", "waybill", "gift", "type", "id",
        "imei", "serial", "sn"),
    examples=("6222020200112230004", "6225880137706868", "4111111111111111", "6222 0202 0011 2230 004", "378282246310005"),
    near_misses={
        "6222020200112230005": "Luhn digit",
        "4111111111111112": "Luhn digit",
        "2026112312345678": "no issuer begins with 20: an order number",
        "622588013770": "too short",
    },
)  # fmt: skip
