"""Vehicle identification number (车辆识别代号 VIN, 车架号; GB 16735, ISO 3779).

Seventeen of 0-9 and the letters without I, O and Q; the last four are digits; place 9 checks the others
(weights 8 7 6 5 4 3 2 10 0 9 8 7 6 5 4 3 2 modulo 11, ten is X). A number has a letter: three of them name
the maker.

The check digit is binding in China and North America only. European makers fill places that mean nothing
to them with Z (WVWZZZ1JZXW000001): with ZZZ in places 4 to 6 the number is one without a check. Other
numbers without a right check digit look like any serial number, and are not taken for a vehicle's by
themselves. Where they stand among others or under a header that says so, the column is of this kind all
the same, and each row of it that holds no number that passes counts as a vehicle of its own: more than
there are, and never fewer.

>>> import pyarrow as pa
>>> DETECTOR.find(pa.array(["1M8GDM9AXKP042788", "1m8gdm9axkp042788", "WVWZZZ1JZXW000001"])).tolist()
[True, True, True]
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors._codes import ends_in_digit
from tongguan.kernels import checks
from tongguan.kernels.text import Mask, Text

_EUROPE = (ord("S"), ord("Z"))


def check(values: pa.Array) -> Mask:
    """Check the check digit, or for the Z that European makers write; seventeen digits are no VIN."""
    places = Text.of(pc.ascii_upper(values)).matrix(17)
    filled = (places[3:6] == ord("Z")).all(axis=0) & (places[0] >= _EUROPE[0]) & (places[0] <= _EUROPE[1])
    return np.asarray(shape(values) & (filled | checks.vin(places)))


def shape(values: pa.Array) -> Mask:
    """Tell what has a letter: seventeen digits are another number."""
    return np.asarray((Text.of(pc.ascii_upper(values)).matrix(17)[:13] >= ord("A")).any(axis=0))


DETECTOR = Detector(
    id="vin",
    title="Vehicle identification number",
    title_zh="车辆识别代号（车架号）",
    references=("GB 16735", "ISO 3779", "49 CFR part 565"),
    pattern=r"[0-9A-HJ-NPR-Za-hj-npr-z]{13}[0-9]{4}",
    lengths=(17, 17),
    first="0123456789ABCDEFGHJKLMNPRSTUVWXYZabcdefghjklmnprstuvwxyz",
    gate=ends_in_digit,
    check=check,
    canonical=pc.ascii_upper,
    role="identifier",
    strength=18,
    # Of codes that end in digits: one check character in eleven.
    chance=0.09,
    # Without a check, and chassis numbers of older or foreign vehicles.
    under_header="[0-9A-Za-z]{17}|[0-9A-Za-z-]{5,15}[0-9]",
    shape=shape,
    check_chance={17: 1 / 11},
    headers=(
        "车架号", "车架号码", "车辆识别代号", "车辆识别代码", "车辆识别码", "车辆vin", "vin码", "vin号", "vin", "vin no", "vin code", "vin number",
        "vehicle id number", "vehicle identification number", "frame no", "frame number", "chassis no", "chassis number",
        "cjh", "cjhm", "clsbdm", "clsbdh", "chejiahao",
    ),
    headers_against=("自行车", "电池", "发动机", "订单", "bike", "bicycle", "battery", "engine", "order", "waybill", "sku"),
    examples=("1M8GDM9AXKP042788", "1m8gdm9axkp042788", "LSVAU033372210098", "WVWZZZ1JZXW000001"),
    near_misses={
        "1M8GDM9A1KP042788": "check digit",
        "1M8GDM9AXKP04278": "sixteen characters",
        "1M8GDM9AXKPO42788": "O is not used",
        "1M8GDM9AXKP0427B8": "the last four are digits",
        "11111111111111111": "no letter, though the check digit is right",
        "SN261123123456789": "check digit: a serial number",
    },
)  # fmt: skip
