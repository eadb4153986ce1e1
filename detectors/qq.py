"""QQ number (QQ 号).

Five to eleven digits of which the first is not 0. Any number has this form, so only the header shows it.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="qq",
    title="QQ number",
    title_zh="QQ 号",
    references=("Tencent QQ help centre",),
    pattern=r"[1-9][0-9]{4,10}",
    lengths=(5, 11),
    first="123456789",
    role="identifier",
    strength=41,
    compacted=True,
    needs_header=True,
    # Nearly every number of this length passes: the header is the evidence.
    chance=0.9,
    headers=("qq", "qq号", "qq号码", "qq账号", "qq帐号", "qq no", "qq num", "qq number", "qq id", "qqno", "qqnumber", "qqhao", "qqhm", "联系qq", "客户qq"),
    headers_against=("群", "音乐", "空间", "昵称", "客服", "group", "music", "nickname", "openid"),
    placeholders=frozenset(["10000", "12345", "123456", "1234567", "12345678", "123456789"]),
    examples=("10001", "123450987", "28123456789"),
    near_misses={
        "1234": "four digits",
        "0123456": "begins with 0",
        "123456789012": "twelve digits",
        "12345.5": "an amount",
    },
)  # fmt: skip
