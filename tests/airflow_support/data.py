"""Small synthetic exports: everybody in them is made up by arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "王李张刘陈杨黄赵吴周"
_GIVEN = "伟芳娜敏静强磊军洋艳"

REGISTER = """
[handler]
name = "示例商贸（上海）有限公司"
uscc = "91310000MA1SAMPLE0"
ciio = false
state_organ = false

[recipients.hq]
name = "Example Holdings GmbH"
country = "DE"
restricted = false

[exports.orders]
recipient = "hq"
scenario = "contract_necessity"
purpose = "Shipping"
kinds = ["person_name", "cn_mobile"]
important_data = "none"
evidence = ["Purchase terms, clause 4"]

[exports.marketing]
recipient = "hq"
scenario = "marketing"
purpose = "Monthly report"
important_data = "none"

[exports.members]
recipient = "hq"
scenario = "other"
purpose = "Loyalty programme"
important_data = "none"

[exports.vip]
recipient = "hq"
scenario = "other"
purpose = "Concierge service"
important_data = "none"

[exports.unknown]
recipient = "hq"
scenario = "other"
purpose = "Nobody has looked yet"
important_data = "unknown"
"""


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    mobile: str
    resident_id: str


def people(count, first=0):
    """Return *count* persons, the same for the same numbers."""
    return [_person(number) for number in range(first, first + count)]


def _person(number):
    born = date(1970, 1, 1) + timedelta(days=number * 37 % 9000)
    body = f"310115{born:%Y%m%d}{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    name = _SURNAMES[number % 10] + _GIVEN[number // 10 % 10] + _GIVEN[number * 7 % 10]
    return Person(name, f"139{number * 7919 % 100_000_000:08d}", body + "10X98765432"[total % 11])


def write(path: Path, persons, *columns):
    """Write *persons* to the Parquet file *path*: name and mobile, and the resident ID if asked for."""
    table = {"姓名": [p.name for p in persons], "手机": [p.mobile for p in persons]}
    if "resident_id" in columns:
        table["身份证号"] = [p.resident_id for p in persons]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(table), path)
    return path


def canaries(persons):
    """Return what of *persons* must be found nowhere outside the exports."""
    return [each.encode() for p in persons for each in (p.mobile, p.resident_id, p.name)]


def leaked(folder: Path, values):
    """Return the files under *folder* in which one of *values* is found."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [path for value in values if value in data][:1]
    return found
