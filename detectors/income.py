"""Personal income (个人收入).

Salary, wages, bonus, housing fund and tax paid: an amount, or a band of amounts. No value shows it, and
firms and shops have an income too: a header of business speaks against, and it is only beside columns
that show persons.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import AMOUNT

DETECTOR = Detector(
    id="income",
    title="Personal income",
    title_zh="个人收入",
    references=("PIPL 28", "GB/T 45574-2025 annex A"),
    pattern=rf"{AMOUNT}|(?:高|中|中高|中等|中低|低|较高|较低|无)(?:收入)?|(?i:high|medium|middle|low)(?: income)?|面议|保密",
    lengths=(1, 60),
    role="attribute",
    needs_header=True,
    of_persons=True,
    chance=0.7,
    headers=(
        "收入", "月收入", "年收入", "个人收入", "家庭收入", "家庭年收入", "家庭月收入", "收入水平", "收入区间", "收入范围", "工资", "月工资", "基本工资", "岗位工资", "绩效工资", "应发工资", "实发工资",
        "工资总额", "薪资", "薪酬", "薪水", "月薪", "年薪", "底薪", "时薪", "薪资水平", "税前工资", "税后工资", "应发合计", "实发合计", "奖金", "年终奖", "绩效奖金", "津贴", "加班费", "退休金", "养老金",
        "公积金", "公积金缴存额", "公积金月缴额", "公积金缴存基数", "缴存基数", "缴费基数", "社保基数", "社保缴费基数", "个税", "个人所得税", "应纳税所得额", "期望薪资", "当前薪资",
        "income", "annual income", "monthly income", "personal income", "household income", "income level", "income range", "income band",
        "salary", "salaries", "base salary", "monthly salary", "annual salary", "expected salary", "current salary", "basic salary",
        "wage", "wages", "hourly wage", "base pay", "net pay", "gross pay", "take home pay", "payroll", "payroll amount", "bonus", "annual bonus", "compensation",
        "pension amount", "housing fund",
        "gz", "xz", "gongzi", "xinzi", "shouru", "yuexin", "nianxin", "yueshouru", "nianshouru",
    ),
    headers_against=(
        "营业", "营收", "销售", "经营", "主营", "业务", "公司", "企业", "门店", "店铺", "商家", "订单", "广告", "平台", "项目", "财政", "税收", "投资", "利息", "房租", "总部", "产品", "商品", "部门", "预算",
        "revenue", "sales", "operating", "company", "shop", "store", "order", "net income", "statement", "interest", "rental", "tax rate", "points", "game",
        "product", "department", "budget", "ad", "advertising", "platform", "project", "deferred",
    ),
    examples=("12500", "12500.5", "8,000.00", "¥8000", "5000-8000", "10k-15k", "20万以上", "3000元以下", "1.2万元/月", "面议", "高收入", "-200"),
    near_misses={
        "12500件": "a number of things",
        "2024-01-31": "a date",
        "工资卡": "a card",
        "A": "a grade: its column says level",
    },
)  # fmt: skip
