"""Masked value (脱敏): a number, name or address of a person with a part of it covered.

``138****5678``, ``1101**********0021``, ``张*``, ``王女士``: somebody is behind it, and it names nobody; with
what stands beside it, it may (PIPL 73(3): de-identified is still personal information). Told by shape:

* a mobile or landline number, resident ID, bank card, passport or plate, some of it covered by ``* × ● ○ • # _
  x``. Letters x, # and _ cover only numbers of a full and known length: codes and sizes have them too;
* a number of which only the last four digits show (``****1234``);
* a surname with the rest covered (``张**``, ``张XX``, ``张某某``), a given name with the surname covered
  (``*伟``), a surname and a title (``王先生``), a nickname of which first and last letter show (``t**8``);
* an e-mail address whose local part is covered; a place in China with the rest covered (``北京市朝阳区****``).

:func:`masked_of` says which of them a value is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors import _han_names as han
from tongguan.kernels.text import BEYOND

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask, Text

_M = r"[*＊×✕✱●○•□■☆]"  # covers, whatever stands around it
_W = r"[*＊×✕✱●○•□■☆xX#_]"  # covers inside a number of known length
_S = r"[ -]?"
_COMMON = rf"(?:[{''.join(han.COMMON)}]|{'|'.join(han.PAIRS)})"
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLACE = r"(?:省|市|自治区|自治州|区|區|县|縣|旗|镇|鎮|乡|鄉|街道|路|街|村|号)"

SHAPES: dict[str, str] = {
    "cn_mobile": (
        rf"(?:\+?(?:00)?86{_S})?1[3-9](?:[0-9]{_S}{_W}{{4}}{_S}[0-9]{{4}}|[0-9]{{0,2}}{_S}{_M}{{3,9}}{_S}[0-9]{{2,4}}"
        rf"|[0-9]{{1,6}}{_M}{{4,8}})"
    ),
    "cn_resident_id": (
        rf"[1-9][0-9]{{5}}(?:{_W}{{8}}[0-9]{{3}}[0-9Xx]|{_W}{{6}}[0-9]{{3}})|[1-9][0-9]{{2,3}}{_W}{{10,11}}[0-9]{{3}}[0-9Xx]"
    ),
    "bank_card": (
        rf"[3-69][0-9]{{3}}[ -]?(?:[0-9]{{2}})?(?:{_W}{{2,4}}[ -]?){{2,4}}[0-9]{{3,4}}|(?:{_M}{{4}}[ -]?){{1,4}}[0-9]{{4}}"
    ),
    # A resident ID or a card: how long it is says which.
    "number": rf"[1-9][0-9]{{2,13}}{_M}{{4,15}}[0-9]{{0,5}}[0-9Xx]|[1-9]{_M}{{9,17}}[0-9Xx]",
    "cn_landline": rf"0[0-9]{{2,3}}-?[0-9]{{0,4}}{_M}{{3,6}}[0-9]{{0,4}}",
    "vehicle_plate": rf"[{_PLATE}] ?[A-Z][·•. ]?[A-Z0-9]{{0,4}}{_M}{{2,5}}[A-Z0-9]{{0,3}}",
    "cn_passport": rf"[A-Z]{{1,2}}[0-9]{{0,4}}{_M}{{3,8}}(?:[0-9]{{1,4}}(?:\([0-9A]\))?|\([0-9A]\))",
    "email": rf"[A-Za-z0-9._\-]{{0,8}}{_M}{{2,20}}[A-Za-z0-9._\-]{{0,8}}@[A-Za-z0-9*\-]{{1,30}}(?:\.[A-Za-z0-9*\-]{{2,20}}){{1,3}}",
    "person_name": (
        rf"{han.SURNAME}(?:{_M}{{1,3}}[{han.HAN}]?|[xX]{{1,2}})"
        rf"|{han.SURNAME}[{han.HAN}]{_M}{{1,2}}|[*＊×✱]{{1,2}}[{han.HAN}]{{1,2}}"
        rf"|{_COMMON}(?:某[{han.HAN}]?|{han.TITLES})"
    ),
    "username": rf"[{han.HAN}A-Za-z0-9]{_M}{{2,6}}[{han.HAN}A-Za-z0-9]",
    "address": rf"[{han.HAN}]{{2,12}}{_PLACE}[^。！？*]{{0,40}}{_M}{{2,20}}(?:[^。！？*]{{0,20}}{_M}{{0,20}}){{0,4}}",
}
"""Pattern by the kind of what is covered; the first that matches says what it is."""

_COVERS = tuple(mark.encode() for mark in "*＊×✕✱●○•□■☆某")
_TITLE_ENDS = frozenset(title[-1] for title in han.TITLES.split("|"))
_ENDS_TITLE = np.zeros(BEYOND + 1, dtype=bool)
_ENDS_TITLE[[ord(end) for end in _TITLE_ENDS]] = True
_MIDDLE = np.isin(np.arange(256), list(b"xX#_ -"))


def gate(text: Text) -> Mask:
    """Let pass what has a cover in it, ends as a title does, or may be a number covered by letters."""
    passing = text.holding(_COVERS)
    passing |= (text.lengths >= 6) & (text.lengths <= 18) & _ENDS_TITLE[text.last_character]
    # A number whose middle is letters, # or _: its first and last characters are digits (or X), as here.
    middle = text.data[text.starts + np.minimum(text.lengths // 2, np.maximum(text.lengths - 1, 0))]
    passing |= (text.lengths >= 11) & (text.lengths <= 27) & _MIDDLE[middle]
    # 张X, 张XX
    passing |= (text.first > 127) & (text.lengths <= 8) & ((text.last | 0x20) == ord("x"))
    return np.asarray(passing)


_BY_LENGTH = {15: "cn_resident_id", 18: "cn_resident_id", 16: "bank_card", 17: "bank_card", 19: "bank_card"}


def masked_of(values: pa.Array) -> pa.Array:
    """Return the kind of what each of *values* (tidy strings, no nulls) covers, "" where it covers nothing.

    "number" is a number of a length that neither a resident ID nor a bank card has.
    """
    kinds = np.full(len(values), "", dtype=object)
    for kind, pattern in SHAPES.items():
        rows = np.flatnonzero(kinds == "")
        some = values.take(pa.array(rows))
        matched = np.asarray(pc.match_substring_regex(some, f"^(?:{pattern})$"))
        kinds[rows[matched]] = kind
    for row in np.flatnonzero(kinds == "number"):
        value = values[int(row)].as_py()
        # Cards begin with 3 to 6 or 9, and so do some resident IDs.
        kinds[row] = "cn_resident_id" if value[0] in "12" else _BY_LENGTH.get(len(value), "number")
    return pa.array(kinds.tolist(), type=pa.string())


_GIVEN = rf"^[*＊×✱]+([{han.HAN}]{{1,2}})$"
# A brand and a form of address that are written like a surname and a title.
_NO_TITLES = pa.array(["康师傅", "康師傅", "高老师傅", "于小姐妹"])
# What stands behind an asterisk in forms and tables.
_NOTES = pa.array(
    [*"注号项表元年月日人次个台套件米张份", "必填", "备注", "合计", "说明", "小计", "总计", "注意"]
)


def check(values: pa.Array) -> Mask:
    """Check that what an asterisk stands before could be a given name, and that a title is no brand."""
    good = np.ones(len(values), dtype=bool)
    given = np.flatnonzero(np.asarray(pc.match_substring_regex(values, _GIVEN)))
    if len(given):
        bare = pc.replace_substring_regex(values.take(pa.array(given)), _GIVEN, r"\1")
        good[given] = ~np.asarray(pc.is_in(bare, value_set=_NOTES.cast(values.type)))
    return np.asarray(good & ~np.asarray(pc.is_in(values, value_set=_NO_TITLES.cast(values.type))))


DETECTOR = Detector(
    id="masked_id",
    title="Masked value",
    title_zh="脱敏信息",
    references=("PIPL 73(3)", "GB/T 37964-2019", "GB/T 35273-2020 6.2"),
    pattern="|".join(f"(?:{pattern})" for pattern in SHAPES.values()),
    lengths=(4, 300),
    gate=gate,
    check=check,
    role="trait",
    chance=0.001,
    headers=("脱敏", "掩码", "打码", "遮掩", "masked", "mask", "desensitized", "desensitised", "desensitization", "anonymized", "tuomin"),
    headers_against=("子网", "网络", "bit", "subnet", "netmask", "network", "ip", "image", "face", "口罩", "面膜", "attention", "规则"),
    examples=(
        "138****5678", "138-****-5678", "138 **** 5678", "138xxxx5678", "138XXXX5678", "138____5678", "138####5678", "+86 138****5678", "138●●●●5678", "138********",
        "1101**********0021", "110101********0021", "110101********002X", "1*****************1", "110101xxxxxxxx0021", "110105******002",
        "6222 **** **** 1234", "6222********1234", "622202*********1234", "****1234", "**** **** **** 1234",
        "010-****5678", "京A***12", "京A·***12", "E****5678", "A12****(3)",
        "张*", "张**", "张＊", "张*伟", "*伟", "**伟", "*小明", "欧阳**", "張○○", "张某", "张某某", "张XX", "王先生", "王女士", "欧阳女士", "t**8",
        "z***@example.com", "zh***g@example.com", "***@example.com",
        "北京市朝阳区****", "浙江省杭州市西湖区文三路***号", "上海市浦东新区**路**弄**号",
    ),
    near_misses={
        "第*章": "a chapter",
        "****": "a rating",
        "A*": "a grade",
        "*": "nothing",
        "*必填": "a note in a form",
        "*注": "a note",
        "●要点": "an item of a list",
        "□同意": "a box to tick",
        "100*200*300": "a size",
        "4x4": "a size",
        "1920x1080": "a size",
        "12345678x12": "a size",
        "北京市朝阳区": "nothing is covered",
        "康师傅": "a brand",
        "某公司": "a company, unnamed",
        "SELECT * FROM t": "a query",
        "a_b_c": "a name in a program",
        "#1234567890": "an order",
        "13812345678": "nothing is covered",
    },
)  # fmt: skip
