"""Travel permits between the mainland and Hong Kong, Macao and Taiwan (往来通行证).

``H`` or ``M`` and eight digits (two more for the issue on older cards): mainland travel permit of
residents of Hong Kong and Macao. ``C`` and eight, of which the first may be a letter, or ``W`` and
eight digits: exit permit to Hong Kong and Macao. ``L`` or ``T`` and eight digits: exit permit to
Taiwan. The permit of Taiwan compatriots is eight bare digits and is known by its header only.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="travel_permit",
    title="Travel permit (Hong Kong, Macao, Taiwan)",
    title_zh="往来通行证",
    references=("GA/T 704", "National Immigration Administration"),
    pattern=r"[HMhm][0-9]{8}(?:[0-9]{2})?|[Cc][0-9A-HJ-NP-Za-hj-np-z][0-9]{7}|[WwLlTt][0-9]{8}",
    lengths=(9, 11),
    first="HMCWLThmcwlt",
    canonical=pc.ascii_upper,
    role="identifier",
    needs_company=True,
    strength=88,
    chance=0.2,
    headers=(
        "通行证",
        "回乡证",
        "台胞证",
        "港澳通行证",
        "travel permit",
        "home return permit",
        "txz",
        "tongxingzheng",
    ),
    headers_against=("车辆", "有效期", "类型", "vehicle", "expiry", "type"),
    examples=("H12345678", "M1234567801", "C12345678", "CA1234567", "W12345678", "T12345678"),
    near_misses={
        "H1234567": "seven digits",
        "CI1234567": "I is not used",
        "K12345678": "no such series",
        "H123456789": "nine digits",
    },
)
