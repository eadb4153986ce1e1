"""Disability and like status (残疾等特定身份, GB/T 26341).

Categories (视力、听力、言语、肢体、智力、精神、多重) and degrees (一级 to 四级) of disability, and being on welfare (低保、特困):
what PIPL 28 calls a specific identity. Words and flags that anything has, so the header tells. An account that
is disabled is nobody's infirmity.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import WORDS, YES_NO

DETECTOR = Detector(
    id="disability",
    title="Disability or welfare status",
    title_zh="残疾等特定身份",
    references=("PIPL 28", "GB/T 26341-2010", "TC260-PG-20244A"),
    pattern=rf"{WORDS}|{YES_NO}|[0-9]{{1,2}}",
    lengths=(1, 300),
    role="attribute",
    needs_header=True,
    chance=0.5,
    headers=(
        "残疾", "残障", "是否残疾", "是否残疾人", "残疾人", "残疾类别", "残疾类型", "残疾等级", "残疾级别", "残疾情况", "残疾状况", "残疾程度", "残疾种类", "伤残", "伤残等级", "伤残情况", "残障类别", "残障等级", "残障情况",
        "低保", "低保户", "是否低保", "特困", "特困人员", "是否特困", "五保户", "贫困户", "是否贫困户", "建档立卡", "建档立卡户", "困难类型", "家庭困难情况", "优抚对象", "孤儿",
        "disability", "disabilities", "disability status", "disability type", "disability level", "disability grade", "disability category", "has disability",
        "is disabled person", "disabled person", "handicapped", "impairment", "welfare recipient", "special needs",
        "canji", "canjidengji", "cjlb", "cjdj",
    ),
    headers_against=("设施", "通道", "车位", "保险金", "按钮", "facility", "parking", "button", "access", "insurance", "asset", "goodwill"),
    examples=("肢体", "肢体二级", "三级", "否", "true", "1", "听力残疾", "低保户", "visual impairment"),
    near_misses={"{'a': 1}": "JSON", "13800001234": "a number", "2024-01-31": "a date"},
)  # fmt: skip
