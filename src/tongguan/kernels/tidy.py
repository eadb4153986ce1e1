"""Dirty values made tidy: spaces, full-width forms, separators, country codes, gaps in numbers.

Values that are tidy already, which most are, are recognised by their bytes and left as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.pattern import matches
from tongguan.kernels.text import CLASSES, Mask, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What is not to be seen: zero-width and soft marks, and those that turn the direction of writing.
_INVISIBLE = "".join(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF))
)
_ODD_SPACES = "\u3000\u00a0" + "".join(map(chr, (*range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F)))
# Full-width forms U+FF01..U+FF5E stand for ASCII 0x21..0x7E; U+3000 is the full-width space.
_FOLD: dict[int, int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(space): 0x20 for space in _ODD_SPACES},
    **{ord(mark): None for mark in _INVISIBLE},
}
_BLANKS = " \t\r\n\v\f\0"
_QUOTES = "'`\"“”‘’„‟‚‛«»‹›´"
_STRIP = _BLANKS + _QUOTES
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "<": ">", "「": "」"}
_BEHIND = ",，。;；、:："
_LONGEST_EDGED = 64
"""Bytes: a longer value is a text, whose stops and brackets are its own."""
_LONGEST_NAME = 18


def tidy(values: pa.Array) -> pa.Array:
    """Take off what is around a value, and fold full-width characters to half-width.

    Off come spaces, quotes, and what cannot be seen; of values short enough to be one item also
    the brackets around the whole, the ``="…"`` of spreadsheets, stops behind, and ``#`` or a colon in
    front. *values* is a string array without nulls; the array itself comes back when it is tidy.
    A tidy value is not changed again.
    """
    text = Text.of(values)
    wide = np.zeros(text.rows, dtype=bool) if text.ascii else _wide(text)
    flagged = (wide | _edged(text)) & (text.lengths > 0)
    if not flagged.any():
        return values
    mask = pa.array(flagged)
    some = values.filter(mask).to_pylist()
    tidied = [
        _without_edges(value.translate(_FOLD) if odd else value)
        for value, odd in zip(some, wide[flagged].tolist(), strict=True)
    ]
    return pc.replace_with_mask(values, mask, pa.array(tidied, type=values.type))


def _table(characters: str, byte: int) -> Mask:
    """Return which bytes are, in the UTF-8 of one of *characters*, the first (0) or the last (-1)."""
    table = np.zeros(256, dtype=bool)
    table[[character.encode()[byte] for character in characters]] = True
    return table


_BEFORE = '#:：="' + "".join(_BRACKETS)
_ALWAYS = _table(_STRIP, 0), _table(_STRIP, -1)
_SHORT = _table(_BEFORE, 0), _table(_BEHIND + "." + "".join(_BRACKETS.values()), -1)
_HAN_LEADS = np.isin(np.arange(256), range(0xE4, 0xEA))


def _edged(text: Text) -> Mask:
    """Tell which values may have something to take off at their edges; a few of them have not."""
    short = text.lengths <= _LONGEST_EDGED
    flagged = _ALWAYS[0][text.first] | (_SHORT[0][text.first] & short)
    behind = _ALWAYS[1][text.last] | (_SHORT[1][text.last] & short)
    if not text.ascii:
        # A last byte alone says little: most characters that share it are Chinese ones. And the stop
        # behind Chinese words is that of a sentence, unless they are as few as a name has.
        rows = np.flatnonzero(behind & (text.last >= 0x80))
        ends = text.starts[rows] + text.lengths[rows]
        third, fourth = (text.data[np.maximum(ends - back, 0)] for back in (3, 4))
        stop = (text.last[rows] == 0x82) & (third == 0xE3) & (fourth >= 0x80)
        behind[rows[_HAN_LEADS[third] | (stop & (text.lengths[rows] > _LONGEST_NAME))]] = False
    return np.asarray(flagged | behind)


def _without_edges(value: str) -> str:
    """Take off the edges of *value*, one within the other, until there is nothing to take off."""
    while True:
        bare = value.strip(_STRIP)
        # Three bytes at most a character: most need not be encoded to be known as short.
        if len(bare) * 3 <= _LONGEST_EDGED or len(bare.encode()) <= _LONGEST_EDGED:
            bare = _within(bare)
        if bare == value:
            return value
        value = bare


_BEFORE_ALL = re.compile(r'^(?:="|[#：]|:(?!:))')
# A stop behind digits or letters that have none before it: not of an abbreviation, nor of a decimal.
_FULL_STOP = re.compile(r"^(?:[^.]*[0-9A-Za-z)]|[^\s@]+@[^\s@]*[0-9A-Za-z]|[0-9]{1,3}(?:\.[0-9]{1,3}){3})\.$")
_COLONS_BEHIND = re.compile(r"[^:]:$")


def _within(value: str) -> str:
    """Take off one thing around *value*: what is in front, behind, or brackets around the whole."""
    if not value:
        return value
    value = value[_matched(_BEFORE_ALL, value) :]
    if value and value[-1] in _BEHIND and (value[-1] != ":" or _COLONS_BEHIND.search(value)):
        value = value[:-1]
    if value.endswith(".") and _FULL_STOP.match(value):
        value = value[:-1]
    return value[1:-1] if _enclosed(value) else value


def _matched(pattern: re.Pattern[str], value: str) -> int:
    match = pattern.match(value)
    return match.end() if match else 0


def _enclosed(value: str) -> bool:
    """Tell whether the first bracket of *value* is closed by its last character, and not before it."""
    closing = _BRACKETS.get(value[:1])
    if closing is None or value[-1] != closing:
        return False
    depth = 0
    for place, character in enumerate(value, 1):
        depth += (character == value[0]) - (character == closing)
        if depth == 0:
            return place == len(value)
    return False


_ODD_MARKS = tuple(mark.encode() for mark in _ODD_SPACES + "“”‘’")


def _wide(text: Text) -> Mask:
    """Tell which values hold full-width letters, digits or signs, odd spaces, or what is not to be seen.

    Full-width commas and stops, which every Chinese sentence has, are no reason to fold it.
    """
    data = text.data
    second, third = data[1:], data[2:]
    lead = np.flatnonzero(data[:-8] == 0xEF)
    high, low = second[lead], third[lead]
    # U+FF08..FF3A without the comma (FF0C) and the colon (FF1A), FF41..FF5A, and the byte order mark.
    folded = (high == 0xBC) & (low >= 0x88) & (low <= 0xBA) & (low != 0x8C) & (low != 0x9A)
    folded |= (high == 0xBD) & (low >= 0x81) & (low <= 0x9A)
    folded |= (high == 0xBB) & (low == 0xBF)
    flagged = np.zeros(text.rows, dtype=bool)
    flagged[text.rows_of(lead[folded])] = True
    lead = np.flatnonzero(data[:-8] == 0xE2)
    flagged[text.rows_of(lead[_GENERAL[second[lead] & 1, third[lead]] & ((second[lead] & 0xFE) == 0x80)])] = (
        True
    )
    return flagged | text.holding(_REMAINING)


def _general() -> NDArray[np.bool_]:
    """Return, by the second byte less 0x80 and by the third, which marks of U+2000..U+207F are odd."""
    table = np.zeros((2, 256), dtype=bool)
    for mark in _ODD_MARKS + tuple(mark.encode() for mark in _INVISIBLE):
        if mark[0] == 0xE2:
            table[mark[1] - 0x80, mark[2]] = True
    return table


_GENERAL = _general()
_REMAINING = tuple(mark.encode() for mark in "\u3000\u00a0\u00ad")


# One number written with spaces, dashes or brackets; never a date, an IP address or a decimal.
_SEPARATED = r"[+(]?[0-9][0-9()\- ]{5,30}[0-9Xx]"
_PARTS = np.uint8(CLASSES["blank"] | CLASSES["joint"] | CLASSES["sign"])
# Two numbers side by side: joined, they would be neither.
_SEVERAL = r"[0-9]{11}[ -]|(?:^|[^6)]|^6|[^8]6)[ -][0-9]{11}|[0-9]{8}[ -]+[0-9]{8}|^(?:[0-9][()\- ]*){20}"
_DATE_LIKE = r"^(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?:$| )"
_BEFORE_MOBILE = np.isin(np.arange(256), list(b"+08"))
_COUNTRY_CODE = r"^(?:(?:\+|00)?86|0)(1[0-9]{10})$"
_SPREADSHEET = r"[0-9]{7,19}\.0+"
# 1.3812345678E+10: a number too wide for its cell in a spreadsheet.
_SCIENTIFIC = r"[1-9](?:\.[0-9]{1,17})?[eE]\+?(?:0?[7-9]|1[0-8])"


def compact(values: pa.Array, text: Text | None = None) -> pa.Array:
    """Write numbers without separators and mobile numbers without +86.

    *values* is a tidy string array without nulls, *text* its text if that is at hand. Values that are no
    separated number, and dates, are left as they are; the array itself comes back when there is nothing
    to do.
    """
    text = text or Text.of(values)
    parted = (text.classes & _PARTS) > 0
    rows = np.flatnonzero(matches(_SEPARATED, values, text, parted))
    if len(rows):
        some = values.take(pa.array(rows))
        other = pc.or_(pc.match_substring_regex(some, _DATE_LIKE), pc.match_substring_regex(some, _SEVERAL))
        values, text = _rewritten(values, text, rows[~np.asarray(other)], r"[()\- ]", "")
    # 13800001234.0, as a spreadsheet or a data frame writes a number that stands beside a gap.
    floats = np.flatnonzero(matches(_SPREADSHEET, values, text))
    values, text = _rewritten(values, text, floats, r"\.0+$", "")
    powers = matches(_SCIENTIFIC, values, text)
    if powers.any():
        mask = pa.array(powers)
        written = [_written_out(value) for value in values.filter(mask).to_pylist()]
        values = pc.replace_with_mask(values, mask, pa.array(written, type=values.type))
        text = Text.of(values)
    prefixed = _BEFORE_MOBILE[text.first] & (text.lengths >= 12) & (text.lengths <= 15)
    if prefixed.any():
        mask = pa.array(prefixed)
        bare = pc.replace_substring_regex(values.filter(mask), _COUNTRY_CODE, r"\1")
        values = pc.replace_with_mask(values, mask, bare)
    return values


def _rewritten(
    values: pa.Array, text: Text, rows: NDArray[np.int64], pattern: str, by: str
) -> tuple[pa.Array, Text]:
    """Return *values*, and their text, with *pattern* replaced *by* another in those of *rows*."""
    if len(rows) == 0:
        return values, text
    mask = np.zeros(text.rows, dtype=bool)
    mask[rows] = True
    new = pc.replace_substring_regex(values.take(pa.array(rows)), pattern, by)
    values = pc.replace_with_mask(values, pa.array(mask), new)
    return values, Text.of(values)


def _written_out(value: str) -> str:
    """Return all digits of a number in scientific notation, or the *value* itself if some are lost."""
    mantissa, _, power = value.lower().partition("e")
    digits, places = mantissa.replace(".", ""), int(power)
    return digits if len(digits) == places + 1 else value


def ruined_texts(values: pa.Array, text: Text) -> NDArray[np.int64]:
    """Return which of *values* (compact) are numbers of 15 to 18 digits of which the last are lost.

    ``1.10105E+17`` is what a spreadsheet writes of a resident ID number it took for a number.
    """
    return np.flatnonzero(matches(_RUINED, values, text))


_RUINED = r"[1-9]\.[0-9]{2,16}[eE]\+?1[4-7]"
_ESCAPE = r"%[0-9A-Fa-f]{2}"


def unescape(values: pa.Array) -> pa.Array:
    """Write the percent-escapes of URLs inside *values* (strings, no nulls) as the characters they stand for.

    The array itself comes back when there is nothing to do.
    """
    if not Text.of(values).has(ord("%")):
        return values
    escaped = pc.match_substring_regex(values, _ESCAPE)
    if not pc.any(escaped).as_py():
        return values
    plain = [unquote(value) for value in values.filter(escaped).to_pylist()]
    return pc.replace_with_mask(values, escaped, pa.array(plain, type=values.type))


# A mobile, resident ID or card number in groups, as people write them into a text.
_GROUPED = (
    (r"(^|[^0-9])(1[0-9]{2})[ -]([0-9]{4})[ -]([0-9]{4})", r"\1\2\3\4"),
    (r"(^|[^0-9])([1-9][0-9]{5})[ -]([0-9]{8})[ -]([0-9]{3}[0-9Xx])", r"\1\2\3\4"),
    (
        r"(^|[^0-9])([3-69][0-9]{3})[ -]([0-9]{4})[ -]([0-9]{4})[ -]([0-9]{4})(?:[ -]([0-9]{1,3}))?",
        r"\1\2\3\4\5\6",
    ),
)


def ungroup(values: pa.Array) -> pa.Array:
    """Write the numbers inside *values* (strings, no nulls, tidy) without the gaps in them.

    Only groups that a known number has are joined: a date and a number with a space between them
    stay two. The array itself comes back when there is nothing to do.
    """
    text = Text.of(values)
    data = text.data
    # Two gaps at least have a digit on either side.
    gaps = np.flatnonzero((data[1:-8] == ord(" ")) | (data[1:-8] == ord("-"))) + 1
    gaps = gaps[((data[gaps - 1] - 48) < 10) & ((data[gaps + 1] - 48) < 10)]
    rows = np.flatnonzero(np.bincount(text.rows_of(gaps), minlength=1) > 1)
    if len(rows) == 0:
        return values
    some = joined = values.take(pa.array(rows))
    for pattern, whole in _GROUPED:
        joined = pc.replace_substring_regex(joined, pattern, whole)
    changed = np.asarray(pc.not_equal(some, joined))
    if not changed.any():
        return values
    mask = np.zeros(text.rows, dtype=bool)
    mask[rows[changed]] = True
    return pc.replace_with_mask(values, pa.array(mask), joined.filter(pa.array(changed)))
