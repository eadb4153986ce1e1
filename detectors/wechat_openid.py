"""User number in a WeChat app or mini program (openid, unionid).

Twenty-eight characters of base64 for URLs, of which the first is o; a unionid has the same form. One app's
begin alike, and a user has another in each app. Capitals and small letters are both among the rest, which
tells it from words joined by dashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from tongguan.detector import Detector

if TYPE_CHECKING:
    import pyarrow as pa

    from tongguan.kernels.text import Mask


def check(values: pa.Array) -> Mask:
    """Tell what has capitals and small letters behind the first."""
    return np.asarray(
        pc.and_(pc.match_substring_regex(values, "[A-Z]"), pc.match_substring_regex(values, "^o.*[a-z]"))
    )


DETECTOR = Detector(
    id="wechat_openid",
    title="WeChat openid",
    title_zh="微信 openid",
    references=("WeChat open platform, openid and unionid",),
    pattern=r"o[0-9A-Za-z_-]{27}",
    lengths=(28, 28),
    first="o",
    check=check,
    role="identifier",
    strength=43,
    # Of tokens in base64 for URLs of this length, those that begin with o: 1/64.
    chance=0.016,
    headers=(
        "openid", "open id", "wx openid", "wx open id", "wechat openid", "wechat open id", "weixin openid", "mp openid", "ma openid", "miniapp openid",
        "unionid", "union id", "wx unionid", "wechat unionid", "微信openid", "微信unionid", "微信标识", "用户openid",
    ),
    headers_against=("qq openid", "alipay", "支付宝"),
    examples=("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"),
    near_misses={
        "oUpF8uMuAJO_M2pxb1Q9zNjWeS6": "twenty-seven characters",
        "aUpF8uMuAJO_M2pxb1Q9zNjWeS6o": "does not begin with o",
        "oUpF8uMuAJO/M2pxb1Q9zNjWeS6o": "a slash",
        "open-source-software-project": "no capital: words joined by dashes",
    },
)  # fmt: skip
