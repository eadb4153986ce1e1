"""Number of a medical insurance card or account (医保卡号, 医保个人编号).

Every region gives its own: digits, or letters and digits, six to thirty-two of them. Where it is the
resident ID number, that kind is found by its check character. There is no national form, so only the
header shows it.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="medical_insurance_no",
    title="Medical insurance number",
    title_zh="医保卡号、医保编号",
    references=("GB/T 35273-2020 annex B", "No national numbering"),
    pattern=r"[A-Za-z]{0,4}[0-9][0-9A-Za-z-]{5,31}",
    lengths=(6, 36),
    canonical=pc.ascii_upper,
    role="identifier",
    strength=55,
    compacted=True,
    needs_header=True,
    # Nearly every code passes: the header is the evidence.
    chance=0.8,
    local=True,
    headers=(
        "医保", "医保号", "医保卡", "医保卡号", "医保账号", "医保编号", "医保证号", "医保个人编号", "医疗保险号", "医疗保险卡号", "医疗保险证号", "医疗保险编号",
        "医疗证号", "合作医疗证号", "农合号", "农合证号", "新农合证号", "参保号", "参保编号", "参保人编号", "健康卡号", "居民健康卡号", "医保电子凭证",
        "medical insurance no", "medical insurance number", "medical insurance id", "medical insurance card", "medical insurance card no",
        "health insurance no", "health insurance number", "health insurance id", "health card no", "medicare no", "insurance card no", "insured no",
        "ybkh", "ybh", "ybbh", "ybzh", "yibaohao", "yibaokahao", "yibaobianhao",
    ),
    headers_against=(
        "单位", "机构", "医院", "药店", "定点", "目录", "药品", "项目", "诊疗", "耗材", "结算", "支付", "金额", "报销", "比例",
        "hospital", "drug", "catalog", "catalogue", "item", "payment", "amount", "clinic",
    ),
    examples=("A12345678", "1234567890", "330100-12345678", "YB0012345678"),
    near_misses={
        "12345": "five digits",
        "城镇职工医保": "a kind of insurance",
        "1250.5": "an amount",
        "ABCDEFGH": "no digit",
    },
)  # fmt: skip
