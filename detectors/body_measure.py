"""Measures of the body (身高、体重、肺活量).

Personal information (GB/T 35273-2020 annex A), and of the health in it. GB/T 45574-2025 is read so that
measures without any tie to an illness or a visit to a doctor are not sensitive; beside a diagnosis they are,
and the catalogue says so (``[[combinations]]``). Parcels have a weight too: it is a person's only beside
columns that show persons.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import NUMBER

_UNIT = r"(?i:cm|mm|m|kg|g|lbs?|ft|in|ml|l|kg/m[2²]|厘米|公分|米|公斤|千克|斤|克|磅|毫升|升)"

DETECTOR = Detector(
    id="body_measure",
    title="Measure of the body",
    title_zh="身体测量数据",
    references=("PIPL 4", "GB/T 35273-2020 annex A", "GB/T 45574-2025"),
    pattern=rf"{NUMBER} ?{_UNIT}?(?: ?[-~/、,，] ?{NUMBER} ?{_UNIT}?)?",
    lengths=(1, 40),
    role="attribute",
    needs_header=True,
    of_persons=True,
    chance=0.7,
    headers=(
        "身高", "体重", "身高体重", "肺活量", "体质指数", "腰围", "胸围", "臀围", "步长",
        "body height", "body weight", "height cm", "weight kg", "bmi", "body mass index", "lung capacity", "vital capacity",
        "shengao", "tizhong", "feihuoliang",
    ),
    headers_against=(
        "包裹", "货物", "商品", "产品", "车辆", "设备", "箱", "托盘", "快递", "物流", "运单", "计费", "动物", "宠物", "牲畜", "猪", "牛", "羊", "鱼", "尺码", "承重", "衣",
        "package", "parcel", "cargo", "product", "vehicle", "device", "box", "pallet", "shipping", "charge", "animal", "pet", "livestock", "pig", "cattle", "fish",
        "image", "screen", "page", "row", "truck", "gross", "max", "size",
    ),
    examples=("172", "65.5", "172cm", "1.72 m", "65kg", "130斤", "172/65", "3500ml", "22.4"),
    near_misses={
        "2024-01-31": "a date",
        "XL": "a size of clothes",
        "65 pcs": "things that are counted",
    },
)  # fmt: skip
