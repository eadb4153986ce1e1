"""Number of a bank account or passbook (银行账号, 存折账号).

Twelve to thirty digits, or an IBAN. Banks form them as they like and there is no check digit, so only the
header shows one; where it is a card's number, that kind is found by its Luhn digit. A company's account
(对公账户) is nobody's. 账号 alone is a bank account only if the numbers are that long: names of logins are
shorter, or are no numbers.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="bank_account",
    title="Bank account number",
    title_zh="银行账号",
    references=("GB/T 35273-2020 annex B", "ISO 13616-1 (IBAN)"),
    pattern=r"[0-9]{12,30}|[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11,30}",
    lengths=(12, 34),
    canonical=pc.ascii_upper,
    role="identifier",
    strength=48,
    compacted=True,
    needs_header=True,
    # Every long number passes; half of them under 账号 are perhaps some other account's.
    chance=0.5,
    headers=(
        "银行账号", "银行帐号", "银行账户", "银行帐户", "银行账户号", "开户账号", "开户帐号", "收款账号", "收款帐号", "收款账户", "付款账号", "付款账户", "打款账号",
        "转账账号", "汇款账号", "工资账号", "代发账号", "结算账号", "结算账户", "扣款账号", "退款账号", "提现账号", "还款账号", "对方账号", "存折号", "存折账号",
        "个人账户", "账户号", "账户号码", "账号", "帐号", "持卡人账号",
        "bank account", "bank account no", "bank account number", "bank acct", "bank acct no", "bankaccount", "bank no", "bank number", "account no",
        "account number", "account num", "acct no", "acct number", "acct num", "acctno", "accountno", "payee account", "payer account",
        "receiving account", "settlement account", "withdraw account", "salary account", "deposit account", "iban",
        "yhzh", "skzh", "yinhangzhanghao", "shoukuanzhanghao", "zhanghao",
    ),
    headers_against=(
        "对公", "企业", "公司", "单位", "机构", "商户", "供应商", "登录", "登陆", "用户", "会员", "微信", "支付宝", "游戏", "邮箱", "系统", "平台", "子账号", "主账号",
        "社保", "公积金", "医保", "抖音", "公众号", "qq账号", "会计", "科目", "corporate", "company", "enterprise", "business", "merchant", "vendor", "supplier",
        "login", "user", "member", "wechat", "alipay", "game", "email", "platform", "ledger", "gl account",
    ),
    examples=("110912345610101", "0200001009012345678", "3100 0660 1018 0001 234", "110912345610101.0", "GB82WEST12345698765432"),
    near_misses={
        "12345678901": "eleven digits",
        "1234567890123456789012345678901": "thirty-one digits",
        "zhangsan0123456": "the name of a login",
        "1250000.5": "an amount",
    },
)  # fmt: skip
