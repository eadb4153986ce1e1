"""Credit information (征信信息).

Credit scores and grades, days overdue, lists of defaulters. No value shows it, and firms are rated too: the
header tells, and only beside columns that show persons. The credit *code* (信用代码) is an organisation's number,
the credit *card* a card, and a student's credits (学分) are none.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import AMOUNT, YES_NO

DETECTOR = Detector(
    id="credit",
    title="Credit record",
    title_zh="征信信息",
    references=("PIPL 28", "GB/T 35273-2020 annex B", "GB/T 45574-2025 annex A"),
    pattern=rf"{AMOUNT}|{YES_NO}|(?i:[A-F]{{1,3}}[+\-]?[0-9]?|[A-Z][0-9]{{1,2}})|[^{{}}<>]*\p{{Han}}[^{{}}<>]*|(?i:excellent|very good|good|fair|poor|bad|normal|overdue|default(?:ed)?)|[\[{{].*[}}\]]",
    lengths=(1, 20_000),
    role="attribute",
    needs_header=True,
    of_persons=True,
    chance=0.6,
    headers=(
        "征信", "征信分", "征信评分", "征信记录", "征信报告", "征信情况", "个人征信", "信用分", "信用评分", "信用等级", "信用评级", "信用级别", "信用记录", "信用状况", "信用得分", "信用报告", "芝麻分",
        "芝麻信用", "芝麻信用分", "支付分", "微信支付分", "白条分", "逾期次数", "逾期天数", "逾期金额", "逾期记录", "逾期情况", "是否逾期", "最长逾期天数", "历史逾期", "失信", "失信记录", "是否失信", "失信被执行人",
        "不良记录", "贷款余额", "负债", "负债总额", "风控分", "风控评分", "反欺诈分", "a卡分", "b卡分", "c卡分",
        "credit score", "credit rating", "credit grade", "credit level", "credit report", "credit history", "credit record", "creditworthiness", "credit bureau",
        "fico", "fico score", "zhima score", "sesame score", "zhima credit", "sesame credit", "overdue days", "overdue amount", "overdue times", "days past due", "dpd",
        "default history", "risk score", "loan balance", "debt to income",
        "zhengxin", "xinyongfen", "xydj", "zmf",
    ),
    headers_against=(
        "代码", "企业", "公司", "供应商", "店铺", "商家", "卖家", "图书", "学分", "发票", "应收", "任务", "工单", "项目",
        "code", "card", "company", "enterprise", "supplier", "vendor", "shop", "store", "seller", "invoice", "task", "ticket", "book", "course", "host", "project", "vulnerability",
    ),
    examples=("680", "AAA", "A+", "良好", "正常", "逾期", "3", "true", "12500.5", "excellent"),
    near_misses={"91350100M000100Y43": "the code of an organisation", "2024-01-31": "a date", "x@y": "an address"},
)  # fmt: skip
