"""Password (密码, 口令), plain or hashed.

Anything without a blank, so only the header shows it: not an amount, and not a yes or no. It says nobody's
name, and is somebody's beside columns that do.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._codes import no_amount_or_flag

DETECTOR = Detector(
    id="password",
    title="Password",
    title_zh="密码",
    references=("GB/T 35273-2020 annex B",),
    pattern=r"\S{1,255}",
    # What bcrypt and Argon2 make of one is nothing else.
    telling=r"\$2[abxy]?\$[0-9]{2}\$[./0-9A-Za-z]{53}|\$argon2(?:id?|d)\$\S{20,200}",
    lengths=(1, 600),
    check=no_amount_or_flag,
    role="attribute",
    needs_header=True,
    # Nearly everything passes: the header is the evidence.
    chance=0.9,
    headers=(
        "密码", "登录密码", "登陆密码", "支付密码", "交易密码", "查询密码", "取款密码", "用户密码", "初始密码", "口令", "密保答案", "密码哈希", "密码摘要",
        "password", "passwd", "pwd", "pass word", "userpwd", "user password", "login password", "pay password", "password hash", "password digest",
        "encrypted password", "hashed password", "passcode", "pass phrase", "passphrase", "user pwd", "login pwd", "member pwd", "account pwd", "pay pwd", "trade pwd", "old pwd", "new pwd", "security answer", "mm", "dlmm", "mima", "denglumima",
    ),
    headers_against=(
        "规则", "策略", "强度", "有效期", "错误", "提示", "问题", "机", "锁", "wifi", "rule", "policy", "strength", "expire", "expiry", "hint", "question", "database", "db password", "db pwd",
        "server", "smtp password", "ftp password", "ssh password", "mysql", "redis", "zip",
    ),
    examples=("Abc12345!", "$2b$12$KIXQ4eX0YdJ1Jv0q3m5B6e", "888888", "e10adc3949ba59abbe56e057f20f883e"),
    near_misses={
        "true": "a yes or no",
        "ask the administrator": "blanks",
        "": "nothing",
        "0.5": "an amount",
    },
)  # fmt: skip
