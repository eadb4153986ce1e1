"""The words of the law's vocabulary in Chinese: for reasons, reports and filings."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Because(NamedTuple):
    """Why something is so, in both languages. No value of the data, and nothing but ids of the register."""

    en: str
    zh: str


FACTS: Mapping[str, str] = MappingProxyType(
    {
        "ciio": "关键信息基础设施运营者",
        "state_organ": "国家机关",
        "special_regime": "其他专门制度",
        "recipient_restricted": "境外接收方被列入限制或者禁止清单",
        "scenario": "场景",
        "evidenced": "已列明证据",
        "necessary": "均为目的所必需",
        "domestic_added": "引入境内个人信息",
        "statutory_duty_exempts": "将法定义务视为无需三种机制的条件",
        "off_list": "负面清单外",
        "list_outcome": "负面清单的要求",
        "gba_contract": "粤港澳大湾区标准合同适用",
        "important_data": "重要数据",
        "persons": "本次出境人数",
        "processed_persons": "处理个人信息总人数",
        "all_persons": "累计出境人数",
        "general_persons": "累计出境个人信息人数（不含敏感个人信息）",
        "sensitive_persons": "累计出境敏感个人信息人数",
    }
)
"""What each fact of :class:`tongguan.law.policy.Facts` is called."""

SCENARIOS: Mapping[str, str] = MappingProxyType(
    {
        "international_trade": "国际贸易",
        "cross_border_transport": "跨境运输",
        "academic_cooperation": "学术合作",
        "cross_border_manufacturing": "跨国生产制造",
        "marketing": "市场营销",
        "overseas_origin": "境外收集后入境处理再出境",
        "contract_necessity": "订立、履行个人作为一方当事人的合同",
        "hr_management": "跨境人力资源管理",
        "emergency": "紧急情况",
        "statutory_duty": "履行法定职责或者法定义务",
        "foreign_judicial_request": "外国司法或者执法机构请求",
        "other": "未主张任何场景",
    }
)

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "not_regulated": "不适用数据出境管理",
        "exempt": "豁免",
        "contract_or_certification": "应当订立标准合同或者通过认证",
        "security_assessment": "应当申报数据出境安全评估",
        "hold": "暂缓：尚未决定",
        "prohibited": "不得提供",
    }
)

CLEARANCES: Mapping[str, str] = MappingProxyType(
    {
        "standard_contract": "个人信息出境标准合同",
        "gba_standard_contract": "粤港澳大湾区个人信息跨境流动标准合同",
        "certification": "个人信息保护认证",
        "security_assessment": "数据出境安全评估",
    }
)

LEVELS: Mapping[str, str] = MappingProxyType(
    {"none": "非个人信息", "general": "一般个人信息", "sensitive": "敏感个人信息"}
)

STATUSES: Mapping[str, str] = MappingProxyType({"open": "放行", "review": "待人工复核", "shut": "不放行"})

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "true": "是",
        "false": "否",
        "unknown": "不明",
        "none": "无",
        "suspected": "疑似",
        "notified": "已被告知",
        "published": "已公开发布",
        "state_secret": "国家秘密",
        "core_data": "核心数据",
        "human_genetic_resources": "人类遗传资源",
        "surveying_secret": "涉密测绘成果",
        "permitted": "已获主管部门许可",
        **SCENARIOS,
        **OUTCOMES,
    }
)
"""What a fact may be."""
