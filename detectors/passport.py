"""Passport number of the People's Republic of China (护照号).

Ordinary passports: ``E`` and eight digits, or ``E``, a letter other than I and O, and seven
digits; older ones ``G`` and eight digits, or 14/15 and seven digits. Diplomatic, service and
public-affairs passports: ``DE``, ``SE``, ``PE`` and seven digits. There is no check digit outside
the machine-readable zone, so the share of a column that has the shape is the evidence.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="cn_passport",
    title="Passport number",
    title_zh="护照号",
    references=("ICAO Doc 9303",),
    pattern=r"[Ee][0-9A-HJ-NP-Za-hj-np-z][0-9]{7}|[Gg][0-9]{8}|1[45][0-9]{7}|[DSPdsp][Ee][0-9]{7}",
    lengths=(9, 9),
    first="EeGg1DSPdsp",
    canonical=pc.ascii_upper,
    role="identifier",
    needs_company=True,
    strength=90,
    chance=0.1,
    headers=("护照", "护照号", "护照号码", "passport", "passport no", "passport number", "huzhao", "hzh"),
    headers_against=("有效期", "类型", "马匹", "horse", "expiry", "type", "country"),
    examples=("E12345678", "EA1234567", "G12345678", "141234567", "SE1234567", "ea1234567"),
    near_misses={
        "EI1234567": "I is not used",
        "E1234567": "eight characters",
        "A12345678": "no such series",
        "161234567": "no such series",
    },
)
