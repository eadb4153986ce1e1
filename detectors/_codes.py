"""How numbers and codes are written that some organisation has given to a person.

For kinds that only a header can show: the numbers of members, employees, pupils and patients have
no shape of their own, but they are no amounts, no sentences and no names either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pyarrow as pa

    from tongguan.kernels.text import Mask, Text

# 12345; 12345.0, as a data frame writes a number that stands beside a gap.
_NUMBER = r"[0-9]{1,40}(?:\.0+)?"
# M0012345, zhang.san, 3f2b8c1e-…, auth0|5f7c…, wm_8Hq=; no blank, and no colon, which URLs have.
_LETTERED = r"[0-9A-Za-z_@|#$+=/.\-]*[A-Za-z][0-9A-Za-z_@|#$+=/.\-]*"
_JOINED = r"[0-9]+(?:[-_][0-9]+)+"
# 沪A0012345: a place or a class before the number.
_WITH_PLACE = r"\p{Han}{1,6}[-A-Za-z第]{0,4}[0-9][-0-9A-Za-z]*号?"
CODE = f"{_NUMBER}|{_LETTERED}|{_JOINED}|{_WITH_PLACE}"

# What stands there where nobody does; a row that has it is counted, but not as the same person.
_NOBODY = (
    "0", "-", "--", "/", "n/a", "na", "null", "none", "nil", "nan", "unknown", "undefined", "anonymous", "guest",
    "admin", "administrator", "root", "system", "test", "user", "default",
    "无", "空", "暂无", "未知", "匿名", "匿名用户", "游客", "管理员", "系统", "测试", "用户", "微信用户", "默认",
)  # fmt: skip
NOBODY = frozenset(form for word in _NOBODY for form in (word, word.upper(), word.title()))

_AMOUNT_OR_FLAG = r"^(?:[-+]?[0-9]*\.[0-9]*[1-9][0-9]*(?:[eE][-+]?[0-9]+)?|-[0-9.]+|(?i:true|false))$"


def ends_in_digit(text: Text) -> Mask:
    """Let pass what ends in a digit: words and most codes do not."""
    return np.asarray((text.last - np.uint8(48)) < 10)


def one_way(values: pa.Array) -> pa.Array:
    """Write whole numbers without decimals; letters keep their case, since two codes may differ in it."""
    return pc.replace_substring_regex(values, r"^([0-9]+)\.0+$", r"\1")


def no_amount_or_flag(values: pa.Array) -> Mask:
    """Tell which of *values* are neither an amount (12500.5, -3) nor a yes or no (true)."""
    return ~np.asarray(pc.match_substring_regex(values, _AMOUNT_OR_FLAG))
