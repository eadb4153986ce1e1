"""User number of Alipay (支付宝用户号, user_id).

Sixteen digits that begin with 2088; there is no check digit. Of random numbers of that length one in ten
thousand begins so, and of those that begin with a year none yet. An account is also named by its mobile
number or e-mail address, which are kinds of their own. Merchants have such numbers too (partner, pid,
seller_id), and an individual business is a person, so the number alone is taken for one.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="alipay_id",
    title="Alipay user number",
    title_zh="支付宝用户号",
    references=("Alipay open platform, user_id",),
    pattern=r"2088[0-9]{12}",
    lengths=(16, 16),
    first="2",
    role="identifier",
    strength=46,
    compacted=True,
    in_text=True,
    # The four digits it begins with, of numbers whose first is 1 to 9.
    chance=0.0002,
    headers=(
        # Not 支付宝 alone: in takings by way of payment it is an amount.
        "支付宝账号", "支付宝帐号", "支付宝账户", "支付宝用户号", "支付宝用户id", "支付宝id", "支付宝uid", "支付宝号",
        "alipay id", "alipay user id", "alipay uid", "alipay account", "alipay no", "alipay userid", "alipayid", "zfbzh", "zhifubaozhanghao",
    ),
    headers_against=("商户", "合作者", "应用", "交易", "订单", "金额", "手续费", "merchant", "partner", "app", "trade", "order", "amount", "fee", "pay type"),
    examples=("2088102146225135", "2088 1021 4622 5135"),
    near_misses={
        "208810214622513": "fifteen digits",
        "2089102146225135": "does not begin with 2088",
        "20881021462251350": "seventeen digits",
        "2026112322001425": "a date and a number of that day",
    },
)  # fmt: skip
