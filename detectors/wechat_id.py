"""Name of a WeChat account (微信号).

A letter, and five to nineteen letters, digits, dashes or underlines; ``wxid_`` and fourteen more where the
owner has not chosen one, which shows itself. Every user name has the other form, so only the header shows it. People give their
mobile number as well, which is a kind of its own.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="wechat_id",
    title="WeChat ID",
    title_zh="微信号",
    references=("WeChat help centre, WeChat ID",),
    pattern=r"[A-Za-z][0-9A-Za-z_-]{5,19}",
    telling="wxid_[0-9a-z]{10,14}",
    lengths=(6, 20),
    first="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    canonical=pc.ascii_lower,
    role="identifier",
    strength=42,
    needs_header=True,
    # Of codes of letters and digits six to twenty long, those that begin with a letter.
    chance=0.7,
    headers=(
        "微信", "微信号", "微信号码", "微信账号", "微信帐号", "微信id", "个人微信", "客户微信", "wechat", "wechat id", "wechat no", "wechat number",
        "wechat account", "wechatid", "wechatno", "wechatnumber", "weixin", "weixin id", "weixinhao", "wxid", "wx id", "wx number", "wx no",
        "wxh", "wxhm",
    ),
    headers_against=(
        "支付", "公众号", "服务号", "订阅号", "小程序", "昵称", "头像", "群", "店", "收入", "金额", "流水", "pay", "refund", "mini program", "miniapp", "app", "group",
        "nickname", "avatar", "amount",
    ),
    placeholders=frozenset(["wechat", "weixin", "unknown"]),
    examples=("wxid_8f3k2j5h1d9s22", "zhangsan_88", "Li-Si1990"),
    near_misses={
        "abc12": "five characters",
        "1zhangsan": "begins with a digit",
        "zhang san": "a space",
        "a23456789012345678901": "twenty-one characters",
        "张三的微信": "a nickname",
    },
)  # fmt: skip
