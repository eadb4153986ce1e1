"""Resident identity number (公民身份号码, GB 11643-1999) and the permits numbered like it.

Eighteen characters: a six-digit address code, the date of birth, a three-digit sequence number
whose parity is the sex, and an ISO 7064 MOD 11-2 check character. The first-generation number has
fifteen digits: a two-digit year (of the 20th century), no check character; it is rewritten to
eighteen so that one person has one number. Residence permits of people from Hong Kong, Macao and
Taiwan begin with 81, 82 and 83; the permanent residence card for foreigners (2023 form) begins
with 9 and keeps length, birth date and check character.

The address code is checked to the province only. A table of counties is always older than
somebody's birthplace, and a person not counted is the one mistake that must not be made.

>>> import pyarrow as pa
>>> numbers = pa.array(["11010519491231002x", "110105491231002"])
>>> DETECTOR.find(numbers).tolist()
[True, True]
>>> DETECTOR.canon(numbers).to_pylist()
['11010519491231002X', '11010519491231002X']
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.kernels import checks, dates
from tongguan.kernels.text import Mask, Text

# First two digits of the address code (GB/T 2260), withdrawn codes kept, and the permits' 81..83.
_PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
_PROVINCE = np.zeros(100, dtype=bool)
_PROVINCE[[int(code) for code in _PROVINCES.split()]] = True
_PROVINCE[90:] = True  # permanent residence: what follows the 9 is a country and an issuing place


_OLD = 15
_FIRST_BIRTHDAY, _LAST_BIRTHDAY = 1800_01_01, 2099_12_31


def gate(text: Text) -> Mask:
    """Let pass what begins with a province."""
    second = text.data[np.minimum(text.starts + 1, len(text.data) - 1)]
    return _PROVINCE[np.minimum((text.first - np.uint8(48)) * np.uint8(10) + (second - np.uint8(48)), 99)]


def check(values: pa.Array) -> Mask:
    """Check province, date of birth and, with eighteen characters, the check character."""
    text = Text.of(values)
    good = np.zeros(text.rows, dtype=bool)
    for width in (15, 18):
        rows = np.flatnonzero(text.lengths == width)
        if len(rows):
            good[rows] = _check(text.at(rows).matrix(width))
    return good


def _check(places: checks.Places) -> Mask:
    province = _PROVINCE[(places[0] - np.uint8(48)) * np.uint8(10) + (places[1] - np.uint8(48))]
    if len(places) == 15:
        # A foreigner's card was never issued with fifteen digits.
        return np.asarray(province & (places[0] != ord("9")) & (_birthday(places) != dates.NO_DATE))
    # The check character is the sharpest and cheapest test: dates are looked at only behind it.
    good: Mask = province & checks.mod_11_2(places)
    rows = np.flatnonzero(good)
    born_on = dates.of_digits(places[6:14, rows])
    good[rows] = (born_on >= _FIRST_BIRTHDAY) & (born_on <= _LAST_BIRTHDAY)
    return good


def shape(values: pa.Array) -> Mask:
    """Tell which numbers have a province and a day on which somebody may have been born, whatever the check character."""
    text = Text.of(values)
    good = text.lengths == _OLD
    rows = np.flatnonzero(~good)
    if len(rows):
        places = text.at(rows).matrix(18)
        born_on = dates.of_digits(places[6:14])
        province = _PROVINCE[(places[0] - np.uint8(48)) * np.uint8(10) + (places[1] - np.uint8(48))]
        good[rows] = province & (born_on >= _FIRST_BIRTHDAY) & (born_on <= _LAST_BIRTHDAY)
    return np.asarray(good)


def _birthday(places: checks.Places) -> dates.Dates:
    century = np.full((2, places.shape[1]), 0, dtype=np.uint8)
    century[0], century[1] = ord("1"), ord("9")
    return dates.of_digits(np.concatenate([century, places[6:12]]))


def canonical(values: pa.Array) -> pa.Array:
    """Write every number with eighteen characters and a capital X."""
    upper = pc.ascii_upper(values)
    short = np.flatnonzero(np.asarray(pc.equal(pc.binary_length(upper), 15)))
    if len(short) == 0:
        return upper
    old = Text.of(upper.take(pa.array(short))).matrix(15)
    body = np.concatenate([old[:6], np.full((2, len(short)), [[ord("1")], [ord("9")]], np.uint8), old[6:]])
    full = np.concatenate([body, checks.mod_11_2_digit(body)[None]])
    renewed = [bytes(number).decode("ascii") for number in full.T]
    mask = np.zeros(len(upper), dtype=bool)
    mask[short] = True
    return pc.replace_with_mask(upper, pa.array(mask), pa.array(renewed, type=upper.type))


def born(canonical_values: pa.Array) -> dates.Dates:
    """Return the birthdays written in canonical numbers, as yyyymmdd."""
    return dates.of_digits(Text.of(canonical_values).matrix(18)[6:14])


DETECTOR = Detector(
    id="cn_resident_id",
    title="Resident ID number",
    title_zh="公民身份号码",
    references=("GB 11643-1999", "GB/T 2260", "ISO 7064 MOD 11-2"),
    pattern=r"[1-9][0-9]{16}[0-9Xx]|[1-8][0-9]{14}",
    lengths=(15, 18),
    first="123456789",
    gate=gate,
    check=check,
    canonical=canonical,
    born=born,
    role="identifier",
    strength=100,
    compacted=True,
    in_text=True,
    chance=0.001,
    # Random digits: province 35/90, day of the year 366/10,000, and with eighteen of them a year of
    # 1800-2099 (3/100) and the check character (1/11); order numbers often hold dates, hence the margin.
    # Numbers of telephones begin with 35 (IMEI), those of subscribers with 46 (IMSI), which are provinces: of
    # fifteen digits of theirs only the date, 366/10,000, is left to chance.
    chance_at={15: 0.037, 18: 0.0001},
    shape=shape,
    check_chance={18: 1 / 11},
    headers=(
        "身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "居住证号",
        "id card", "idcard", "id no", "id number", "identity no", "identity number", "idcard no", "cert no",
        "identification no", "resident id", "sfzh", "sfzhm", "zjhm", "gmsfhm", "shenfenzheng",
    ),
    headers_against=("类型", "照片", "正面", "反面", "有效期", "type", "url", "front", "back", "photo", "count"),
    examples=(
        "11010519491231002X",
        "11010519491231002x",
        "44011320141005001X",
        "810000199408230021",
        "830000199201300022",
        "110105491231002",
        "110105 19491231 002X",
    ),
    near_misses={
        "110105194912310021": "check character",
        "110105194913310025": "no thirteenth month",
        "110105194902300022": "no 30 February",
        "110105714912310026": "nobody was born in the year 7149",
        "000105194912310024": "no such province",
        "91110000600037341L": "a company's credit code",
        "202611231234567890": "an order number",
        "110105491331002": "fifteen digits, no thirteenth month",
    },
)  # fmt: skip
