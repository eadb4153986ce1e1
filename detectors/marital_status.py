"""Marital status (婚姻状况, GB/T 2261.2).

The words of the standard and those that forms have. Its codes (10, 20, 21, 22, 23, 30, 40, 90) are
marital status under a header that says so. "Single" is a room and a record as well, and is left to
the header.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="marital_status",
    title="Marital status",
    title_zh="婚姻状况",
    references=("GB/T 2261.2", "GB/T 35273-2020 annex B"),
    words=(
        "未婚", "已婚", "初婚", "再婚", "复婚", "离婚", "离异", "丧偶", "分居", "有配偶", "无配偶", "未婚无子女", "离异有子女", "离异无子女",
        "未婚未育", "已婚未育", "已婚已育", "已婚有子女", "已婚无子女", "已婚(初婚)", "已婚(再婚)", "离婚未再婚", "丧偶未再婚", "从未结婚", "未说明的婚姻状况",
        "married", "unmarried", "never married", "divorced", "widowed", "widow", "widower", "remarried", "legally separated",
        "domestic partnership", "single (never married)",
    ),
    lengths=(6, 40),
    role="attribute",
    needs_company=True,
    chance=0.001,
    # Codes of GB/T 2261.2 and of other lists; yes and no under 婚否.
    under_header=(
        "[1-4]0|2[1234]|9[09]|[0-9]|[0-9]{1,2}\\.0+|[SMDWsmdw]|(?i:single|separated|engaged|partnered|other|unknown|true|false|yes|no|y|n)"
        "|是|否|有|无|单身|恋爱|婚|未|已|同居|保密|其他|其它|未知|不详"
    ),
    headers=(
        "婚姻状况", "婚姻状态", "婚姻情况", "婚姻", "婚否", "婚史", "婚况", "婚育状况", "婚育情况", "是否已婚", "已婚",
        "marital status", "marital state", "marital", "marriage status", "marriage state", "marriage", "wedlock", "is married", "married",
        "hyzk", "hyzt", "hunyin", "hunyinzhuangkuang",
    ),
    headers_against=("登记处", "用品", "宠物", "产品", "商品", "pet", "product"),
    examples=("未婚", "已婚", "离异", "丧偶", "Married", "never married", "已婚（初婚）"),
    near_misses={
        "single": "a room, or a record: its header tells",
        "单人间": "a room",
        "20": "a code: its header tells",
        "婚纱": "goods",
        "Separated": "waste, or milk",
    },
)  # fmt: skip
