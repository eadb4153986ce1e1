"""Words of the register and of the scan in Chinese, beside those of :mod:`tongguan.law.words`."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from tongguan.law.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

BASES: Mapping[str, str] = MappingProxyType(
    {
        "consent": "取得个人的同意（《个人信息保护法》第十三条第一款第（一）项）",
        "contract": "订立、履行个人作为一方当事人的合同所必需（第十三条第一款第（二）项）",
        "human_resources": "实施人力资源管理所必需（第十三条第一款第（二）项）",
        "statutory_duty": "履行法定职责或者法定义务所必需（第十三条第一款第（三）项）",
        "emergency": "应对突发公共卫生事件，或者紧急情况下所必需（第十三条第一款第（四）项）",
        "news_reporting": "为公共利益实施新闻报道、舆论监督（第十三条第一款第（五）项）",
        "disclosed": "处理已公开的个人信息（第十三条第一款第（六）项）",
        "other_law": "法律、行政法规规定的其他情形（第十三条第一款第（七）项）",
    }
)

SCHEDULES: Mapping[str, str] = MappingProxyType(
    {
        "once": "一次",
        "on_demand": "按需",
        "continuous": "持续",
        "daily": "每日",
        "weekly": "每周",
        "monthly": "每月",
        "quarterly": "每季度",
        "yearly": "每年",
    }
)

PROFILES: Mapping[str, str] = MappingProxyType(
    {"conservative": "从严（GB/T 35273-2020、《个人信息保护法》第二十八条）", "gbt45574": "GB/T 45574-2025"}
)

_SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "person": "本人",
        "buyer": "买家",
        "seller": "卖家",
        "recipient": "收件人",
        "sender": "寄件人",
        "emergency_contact": "紧急联系人",
        "guardian": "监护人",
        "father": "父亲",
        "mother": "母亲",
        "spouse": "配偶",
        "child": "子女",
        "driver": "司机",
        "passenger": "乘客",
        "payer": "付款人",
        "payee": "收款人",
        "applicant": "投保人、申请人",
        "insured": "被保险人",
        "beneficiary": "受益人",
        "guarantor": "担保人",
        "referrer": "推荐人",
        "manager": "主管",
        "doctor": "医护人员",
        "patient": "患者",
        "teacher": "教师",
        "student": "学生",
        "agent": "经办人",
    }
)
"""Parts that persons play in a row; the register may name others, which are shown as they are."""

_PART = re.compile(r"(.+?)(?:_(\d+))?")


_INSTRUMENTS: Mapping[str, str] = MappingProxyType(
    {"CBDF": "促进和规范数据跨境流动规定", "NDSMR": "网络数据安全管理条例"}
)


def cited(article: str, article_zh: str, policy_title: str) -> str:
    """Return *article_zh* with its instrument, which a policy leaves out of its own articles."""
    if not article_zh.startswith("第"):
        return article_zh
    return f"《{_INSTRUMENTS.get(article.partition(' ')[0], policy_title)}》{article_zh}"


def word(value: bool | str | None) -> str:
    """Return a switch or a word of the register in Chinese; ``None`` is what nobody knows."""
    if value is None:
        return WORDS["unknown"]
    said = str(value).lower() if isinstance(value, bool) else value
    return WORDS.get(said, said)


def subject(name: str | None) -> str:
    """Return whose a column is: a part of the row, or the second person of one; "" for nobody's."""
    matched = _PART.fullmatch(name or "")
    if matched is None:
        return ""
    part, turn = matched.groups()
    return f"{_SUBJECTS.get(part, part)}{f'（{turn}）' if turn else ''}"
