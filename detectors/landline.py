"""Landline number with area code (固定电话).

``0``, an area code of two digits (10, 20 to 25, 27 to 29) with eight digits behind it, or of three
digits with seven or eight, and perhaps an extension. Without an area code a landline number is
only digits, and only its header can tell. Numbers of services (400, 800, 95xxx, 12xxx) are no
one's. A line is shared by a household or an office, so it shows that there is a person but does
not say which one.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="cn_landline",
    title="Landline number",
    title_zh="固定电话",
    references=("ITU-T E.164, +86",),
    pattern=r"(?:\(0(?:10|2[0-57-9]|[3-9][0-9]{2})\)|0(?:10|2[0-57-9]|[3-9][0-9]{2}))[- ]?[2-9][0-9]{6,7}(?:(?:-|转|ext\.?)[0-9]{1,6})?",
    lengths=(10, 24),
    first="0(",
    role="trait",
    chance=0.05,
    headers=(
        "固话", "座机", "固定电话", "办公电话", "家庭电话", "landline", "home phone", "office phone",
        "fixed phone", "gddh", "zuoji",
    ),
    headers_against=("区号", "area code", "count", "type"),
    examples=("0571-88886666", "010-62345678", "(021)62345678", "0755 86543210", "057188886666", "0571-88886666-801"),
    near_misses={
        "0571-18886666": "a subscriber number does not begin with 1",
        "400-8206666": "a service number",
        "026-62345678": "no such area code",
        "0571-888866": "too short",
    },
)  # fmt: skip
