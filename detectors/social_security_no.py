"""Social security number (社会保障号码, 社保号).

By the Social Insurance Law (art. 58) everybody's social security number is the resident ID number, so
only the header tells the two apart, and both are one person with one key. Cards and older accounts have
numbers of their own, which each region gives: a letter or a digit and eight digits, or six to twelve
digits. They are checked by nothing, and only stand under this header.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors import resident_id
from tongguan.kernels import dates
from tongguan.kernels.text import Mask, Text

_SHORTEST_RESIDENT_ID = 15


def check(values: pa.Array) -> Mask:
    """Check what has the form of a resident ID number; regional numbers pass."""
    good = np.asarray(Text.of(values).lengths < _SHORTEST_RESIDENT_ID)
    rows = np.flatnonzero(~good)
    if len(rows):
        good[rows] = resident_id.check(values.take(pa.array(rows)))
    return good


def born(canonical_values: pa.Array) -> dates.Dates:
    """Return the birthdays in resident ID numbers; a regional number holds none."""
    birthdays = np.full(len(canonical_values), dates.NO_DATE, dtype=np.int32)
    rows = np.flatnonzero(Text.of(canonical_values).lengths >= _SHORTEST_RESIDENT_ID)
    if len(rows):
        birthdays[rows] = resident_id.born(canonical_values.take(pa.array(rows)))
    return birthdays


DETECTOR = Detector(
    id="social_security_no",
    title="Social security number",
    title_zh="社会保障号码",
    references=("Social Insurance Law of the PRC art. 58", "GB 11643-1999", "LD/T 32-2015"),
    pattern=r"[1-9][0-9]{16}[0-9Xx]|[1-8][0-9]{14}|[A-Za-z]{0,2}[0-9]{6,12}",
    lengths=(6, 18),
    check=check,
    canonical=lambda values: resident_id.canonical(pc.ascii_upper(values)),
    born=born,
    role="identifier",
    numbered_as="cn_resident_id",
    strength=95,
    compacted=True,
    needs_header=True,
    # Of random 18 digits (see resident_id). Short numbers always pass, but only under this header.
    chance=0.0001,
    headers=(
        "社会保障号", "社会保障号码", "社保号", "社保号码", "社会保险号", "社会保险号码", "社保编号", "社保账号", "社保卡", "社保卡号",
        "社会保障卡号", "社保电脑号", "个人社保号", "养老保险号", "养老保险账号", "公积金账号", "公积金号",
        "social security no", "social security number", "social security num", "social insurance no", "social insurance number",
        "social security card", "ssn", "user ssn", "employee ssn", "customer ssn", "patient ssn", "sshm", "shbzh", "shbzhm", "sbkh", "shebaohao", "shebaokahao", "shehuibaozhanghao",
    ),
    headers_against=("单位", "企业", "公司", "机构", "参保状态", "缴费", "基数", "比例", "company", "employer", "unit", "base", "rate"),
    examples=("11010519491231002X", "110105491231002", "A12345678", "6012345678"),
    near_misses={
        "110105194912310021": "check character",
        "110105491331002": "fifteen digits, no thirteenth month",
        "12345": "five digits",
        "1234567890123": "thirteen digits",
        "ABC12345678": "three letters",
    },
)  # fmt: skip
