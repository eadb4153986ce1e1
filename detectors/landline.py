"""Landline number with area code (固定电话).

``0``, an area code of two digits (10, 20 to 25, 27 to 29) with eight digits behind it, or of three
digits with seven or eight, and perhaps an extension. Without an area code a landline number is
only digits, and only its header can tell. Numbers of services (400, 800, 95xxx, 12xxx) are no
one's. A line is shared by a household or an office, so it shows that there is a person but does
not say which one.
"""

from __future__ import annotations

from tongguan.detector import Detector

_AREA = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
# 0571, (0571), +86 571, (+86) 0571, 0086-571, 86-571; 86 alone needs a separator, or it is any number.
_BEFORE = rf"(?:\(0{_AREA}\)|0{_AREA}|(?:\((?:\+|00)86\)|(?:\+|00)86|86[- ])[- ]?(?:\(0\)|0)?{_AREA})"
_EXTENSION = r"(?: ?(?:-|转|分机|ext\.?|[xX#]) ?[0-9]{1,6})"
_NUMBER = rf"{_BEFORE}[- ]?[2-9][0-9]{{2,3}}[- ]?[0-9]{{4}}{_EXTENSION}?"
# Without an area code, or of another country.
_OTHER = rf"(?:[2-9][0-9]{{2,3}}[- ]?[0-9]{{4}}|\+[1-9][0-9() .-]{{5,18}}[0-9]){_EXTENSION}?"

DETECTOR = Detector(
    id="cn_landline",
    title="Landline number",
    title_zh="固定电话",
    references=("ITU-T E.164, +86",),
    pattern=_NUMBER,
    under_header=rf"(?:{_NUMBER}|{_OTHER})(?:(?: ?[/,;、] ?| )(?:{_NUMBER}|{_OTHER}))*",
    lengths=(10, 32),
    first="0(+8",
    by_form=True,
    role="trait",
    chance=0.05,
    headers=(
        "固话", "座机", "座机号", "固定电话", "固定电话号码", "办公电话", "办公室电话", "家庭电话", "住宅电话", "宅电", "landline", "landline no", "home phone",
        "home tel", "office phone", "office tel", "work phone", "fixed phone", "fixed line", "gddh", "bgdh", "jtdh", "zuoji", "gudingdianhua", "bangongdianhua",
        "jiatingdianhua",
    ),
    headers_against=(
        "发票", "订单", "单号", "invoice", "order", "waybill", "客服", "热线", "hotline",
        "区号", "分机", "area code", "extension", "count", "type"),
    examples=("0571-88886666", "010-62345678", "(021)62345678", "0755 86543210", "057188886666", "0571-88886666-801", "+86 571 88886666",
        "(+86)10-62345678", "0086-0571-88886666", "86-571-88886666", "0571 8888 6666", "010-6234-5678转801", "021-62345678 分机 12"),
    near_misses={
        "0571-18886666": "a subscriber number does not begin with 1",
        "400-8206666": "a service number",
        "026-62345678": "no such area code",
        "0571-888866": "too short",
        "8657188886666": "86 without a sign or a separator",
        "+86 138 8888 6666": "a mobile number",
    },
)  # fmt: skip
