"""Dirty values made tidy: spaces, full-width forms, separators, country codes, gaps in numbers.

Values that are tidy already, which most are, are recognised by their bytes and left as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.text import Mask, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Full-width forms U+FF01..U+FF5E stand for ASCII 0x21..0x7E; U+3000 is the full-width space.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00A0: 0x20, 0xFEFF: None}
_STRIP = " \t\r\n\v\f\0'`\"“”‘’"


def tidy(values: pa.Array) -> pa.Array:
    """Trim spaces and spreadsheet apostrophes, and fold full-width characters to half-width.

    *values* is a string array without nulls; the array itself comes back when it is tidy.
    """
    text = Text.of(values)
    edge = np.zeros(256, dtype=bool)
    edge[[ord(c) for c in _STRIP if ord(c) < 128]] = True
    flagged = (edge[text.first] | edge[text.last]) & (text.lengths > 0)
    if not text.ascii:
        flagged |= _wide(text)
    if not flagged.any():
        return values
    mask = pa.array(flagged)
    tidied = [v.translate(_FOLD).strip(_STRIP) for v in values.filter(mask).to_pylist()]
    return pc.replace_with_mask(values, mask, pa.array(tidied, type=values.type))


_ODD_SPACES_AND_QUOTES = tuple(mark.encode() for mark in "\u3000\u00a0“”‘’")


def _wide(text: Text) -> Mask:
    """Tell which values hold full-width letters, digits or signs, or odd spaces.

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
    return flagged | text.holding(_ODD_SPACES_AND_QUOTES)


# One number written with spaces, dashes or brackets; never a date, an IP address or a decimal.
_SEPARATED = r"^[+(]?[0-9][0-9()\- ]{5,30}[0-9Xx]$"
# Two numbers side by side: joined, they would be neither.
_SEVERAL = r"[0-9]{11}[ -]|(?:^|[^6)]|^6|[^8]6)[ -][0-9]{11}|[0-9]{8}[ -]+[0-9]{8}|^(?:[0-9][()\- ]*){20}"
_DATE_LIKE = r"^(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?:$| )"
_COUNTRY_CODE = r"^(?:(?:\+|00)?86|0)(1[0-9]{10})$"
_SPREADSHEET = r"^([0-9]{7,19})\.0+$"
# 1.3812345678E+10: a number too wide for its cell in a spreadsheet.
_SCIENTIFIC = r"^[1-9](?:\.[0-9]{1,17})?[eE]\+?(?:0?[7-9]|1[0-8])$"


def compact(values: pa.Array) -> pa.Array:
    """Write numbers without separators and mobile numbers without +86.

    *values* is a tidy string array without nulls. Values that are no separated number, and dates,
    are left as they are; the array itself comes back when there is nothing to do.
    """
    text = Text.of(values)
    if any(text.has(ord(c)) for c in " -()"):
        separated = pc.and_not(
            pc.match_substring_regex(values, _SEPARATED),
            pc.or_(pc.match_substring_regex(values, _DATE_LIKE), pc.match_substring_regex(values, _SEVERAL)),
        )
        if pc.any(separated).as_py():
            dense = pc.replace_substring_regex(values.filter(separated), r"[()\- ]", "")
            values = pc.replace_with_mask(values, separated, dense)
            text = Text.of(values)
    if text.has(ord(".")):
        # 13800001234.0, as a spreadsheet or a data frame writes a number that stands beside a gap.
        floats = pc.match_substring_regex(values, _SPREADSHEET)
        if pc.any(floats).as_py():
            whole = pc.replace_substring_regex(values.filter(floats), _SPREADSHEET, r"\1")
            values = pc.replace_with_mask(values, floats, whole)
            text = Text.of(values)
    if text.has(ord("E")) or text.has(ord("e")):
        powers = pc.match_substring_regex(values, _SCIENTIFIC)
        if pc.any(powers).as_py():
            written = [_written_out(value) for value in values.filter(powers).to_pylist()]
            values = pc.replace_with_mask(values, powers, pa.array(written, type=values.type))
            text = Text.of(values)
    prefixed = (
        np.isin(text.first, [ord("+"), ord("0"), ord("8")]) & (text.lengths >= 12) & (text.lengths <= 15)
    )
    if prefixed.any():
        mask = pa.array(prefixed)
        bare = pc.replace_substring_regex(values.filter(mask), _COUNTRY_CODE, r"\1")
        values = pc.replace_with_mask(values, mask, bare)
    return values


def _written_out(value: str) -> str:
    """Return all digits of a number in scientific notation, or the *value* itself if some are lost."""
    mantissa, _, power = value.lower().partition("e")
    digits, places = mantissa.replace(".", ""), int(power)
    return digits if len(digits) == places + 1 else value


def ruined_texts(values: pa.Array, text: Text) -> NDArray[np.int64]:
    """Return which of *values* (compact) are numbers of 15 to 18 digits of which the last are lost.

    ``1.10105E+17`` is what a spreadsheet writes of a resident ID number it took for a number.
    """
    if not (text.has(ord("E")) or text.has(ord("e"))):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.asarray(pc.match_substring_regex(values, _RUINED)))


_RUINED = r"^[1-9]\.[0-9]{2,16}[eE]\+?1[4-7]$"
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
