"""A string column as bytes: lengths, first bytes, digit runs, and the tidying of dirty values.

Work is done on the UTF-8 bytes that Arrow already holds; a Python string is made only for the
few values that need folding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]

_PAD = np.zeros(8, dtype=np.uint8)


@dataclass(frozen=True)
class Text:
    """The bytes of a string array of n values without nulls.

    ``data`` is ``uint8`` and ends in eight zero bytes, so that a word may be read at any place in
    it; ``starts`` and ``lengths`` are ``int64`` of shape (n,), in bytes.
    """

    data: NDArray[np.uint8]
    starts: Ints
    lengths: Ints

    @classmethod
    def of(cls, values: pa.Array) -> Text:
        """View *values* (``string`` or ``large_string``, no nulls, any offset)."""
        _, offsets_buffer, data_buffer = values.buffers()
        width = np.int64 if pa.types.is_large_string(values.type) else np.int32
        if offsets_buffer is None or len(values) == 0:
            empty = np.zeros(0, dtype=np.int64)
            return cls(_PAD, empty, empty)
        offsets = np.frombuffer(offsets_buffer, dtype=width)[values.offset : values.offset + len(values) + 1]
        offsets = offsets.astype(np.int64)
        data = np.zeros(0, dtype=np.uint8) if data_buffer is None else np.frombuffer(data_buffer, np.uint8)
        data = np.concatenate([data[offsets[0] : offsets[-1]], _PAD])
        return cls(data, offsets[:-1] - offsets[0], np.diff(offsets))

    @property
    def rows(self) -> int:
        """How many values there are."""
        return len(self.starts)

    @cached_property
    def first(self) -> NDArray[np.uint8]:
        """First byte of each value (0 for an empty one), shape (n,)."""
        return np.where(self.lengths > 0, self.data[self.starts], 0).astype(np.uint8)

    @cached_property
    def last(self) -> NDArray[np.uint8]:
        """Last byte of each value (0 for an empty one), shape (n,)."""
        ends = np.maximum(self.starts + self.lengths - 1, 0)
        return np.where(self.lengths > 0, self.data[ends], 0).astype(np.uint8)

    def has(self, byte: int) -> bool:
        """Tell whether *byte* occurs anywhere in the column."""
        return bool(np.any(self.data[:-8] == byte))

    def words(self) -> NDArray[np.uint64]:
        """Return a view in which element i is the little-endian word that starts at byte i."""
        return np.ndarray(len(self.data) - 7, dtype="<u8", buffer=self.data, strides=(1,))

    def matrix(self, width: int) -> NDArray[np.uint8]:
        """Return the values, all of *width* bytes, as one row a place: shape (width, n)."""
        windows = np.ndarray((len(self.data) - width + 1, width), np.uint8, self.data, strides=(1, 1))
        return np.ascontiguousarray(windows[self.starts].T)

    def rows_with(self, byte: int) -> Ints:
        """Return the rows that hold *byte*, ascending."""
        places = np.flatnonzero(self.data[:-8] == byte)
        rows: Ints = np.searchsorted(self.starts, places, side="right") - 1
        return rows[np.r_[True, rows[1:] != rows[:-1]]] if len(rows) else rows


@dataclass(frozen=True)
class DigitRuns:
    """Maximal runs of ASCII digits, with a closing X where a resident ID may have one.

    ``rows``, ``starts`` (bytes into the text) and ``lengths`` have one element a run; ``whole``
    tells the runs that are all there is in their value.
    """

    rows: Ints
    starts: Ints
    lengths: Ints
    whole: Mask


def digit_runs(text: Text, shortest: int) -> DigitRuns:
    """Find the digit runs of at least *shortest* digits that stand alone.

    Left out are runs that touch an ASCII letter or underscore (a part of some other code; ``\\b``
    would be wrong beside Chinese characters) and the decimals of a number.
    """
    data = text.data
    if len(data) - len(_PAD) < shortest:
        none = np.zeros(0, dtype=np.int64)
        return DigitRuns(none, none, none, np.zeros(0, dtype=bool))
    digit = (data - 48) < 10
    filled = text.lengths > 0
    heads, tails = text.starts[filled], (text.starts + text.lengths)[filled] - 1
    opens, closes = digit.copy(), digit.copy()
    opens[1:] &= ~digit[:-1]
    closes[:-1] &= ~digit[1:]
    # A run ends where its value ends, whatever the next value begins with.
    opens[heads] = digit[heads]
    closes[tails] = digit[tails]
    starts = np.flatnonzero(opens)
    lengths = np.flatnonzero(closes) + 1 - starts
    long_enough = lengths >= shortest
    starts, lengths = starts[long_enough], lengths[long_enough]
    rows = np.searchsorted(text.starts, starts, side="right") - 1
    begin, end = text.starts[rows], text.starts[rows] + text.lengths[rows]
    # 17 digits and an X are a resident ID: take the X in.
    closing_x = (starts + lengths < end) & (lengths == 17) & ((data[starts + lengths] | 0x20) == ord("x"))  # noqa: PLR2004
    lengths = lengths + closing_x
    before = np.where(starts > begin, data[np.maximum(starts - 1, 0)], 0)
    after = np.where(starts + lengths < end, data[starts + lengths], 0)
    fraction = (before == ord(".")) & (starts - 2 >= begin) & digit[np.maximum(starts - 2, 0)]
    alone = ~(_is_word(before) | _is_word(after) | fraction)
    whole = (starts == begin) & (starts + lengths == end)
    return DigitRuns(rows[alone], starts[alone], lengths[alone], whole[alone])


def cut(text: Text, starts: Ints, lengths: Ints) -> pa.Array:
    """Return the pieces of *text* at byte *starts* of byte *lengths* as a string array.

    The caller sees to it that no piece begins or ends inside a character.
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.StringArray.from_buffers(len(starts), pa.py_buffer(offsets), pa.py_buffer(text.data[places]))


def _is_word(byte: NDArray[np.uint8]) -> Mask:
    letter = ((byte | 0x20) - ord("a")).astype(np.uint8) < 26  # noqa: PLR2004
    return letter | (byte == ord("_"))


# --- tidying ------------------------------------------------------------------------------------

# Full-width forms U+FF01..U+FF5E stand for ASCII 0x21..0x7E; U+3000 is the full-width space.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00A0: 0x20, 0xFEFF: None}
_STRIP = " \t\r\n\v\f\0'`\"“”‘’"


def tidy(values: pa.Array) -> pa.Array:
    """Trim spaces and spreadsheet apostrophes, and fold full-width characters to half-width.

    *values* is a string array without nulls; the array itself comes back when it is tidy.
    """
    text = Text.of(values)
    edge = np.zeros(256, dtype=bool)
    edge[[ord(c) for c in _STRIP if ord(c) < 128]] = True  # noqa: PLR2004
    flagged = (edge[text.first] | edge[text.last]) & (text.lengths > 0)
    # Lead bytes of U+FF00..FFEF and FEFF (EF), U+3000 (E3 80) and U+00A0 (C2), curly quotes (E2).
    for lead in (0xEF, 0xC2):
        flagged[text.rows_with(lead)] = True
    ideographic_space = (text.data[:-9] == 0xE3) & (text.data[1:-8] == 0x80) & (text.data[2:-7] == 0x80)
    places = np.flatnonzero(ideographic_space)
    flagged[np.searchsorted(text.starts, places, side="right") - 1] = True
    if not flagged.any():
        return values
    mask = pa.array(flagged)
    tidied = [v.translate(_FOLD).strip(_STRIP) for v in values.filter(mask).to_pylist()]
    return pc.replace_with_mask(values, mask, pa.array(tidied, type=values.type))


# A number written with spaces, dashes or brackets; never a date, an IP address or a decimal.
_SEPARATED = r"^[+(]?[0-9][0-9()\- ]{5,30}[0-9Xx]$"
_DATE_LIKE = r"^(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?:$| )"
_COUNTRY_CODE = r"^(?:\+|00)?86(1[0-9]{10})$"


def compact(values: pa.Array) -> pa.Array:
    """Write numbers without separators and mobile numbers without +86.

    *values* is a tidy string array without nulls. Values that are no separated number, and dates,
    are left as they are; the array itself comes back when there is nothing to do.
    """
    text = Text.of(values)
    if any(text.has(ord(c)) for c in " -()"):
        separated = pc.and_not(
            pc.match_substring_regex(values, _SEPARATED), pc.match_substring_regex(values, _DATE_LIKE)
        )
        if pc.any(separated).as_py():
            dense = pc.replace_substring_regex(values.filter(separated), r"[()\- ]", "")
            values = pc.replace_with_mask(values, separated, dense)
            text = Text.of(values)
    prefixed = np.isin(text.first, [ord("+"), ord("0"), ord("8")]) & (text.lengths >= 13) & (text.lengths <= 15)  # noqa: PLR2004
    if prefixed.any():
        mask = pa.array(prefixed)
        bare = pc.replace_substring_regex(values.filter(mask), _COUNTRY_CODE, r"\1")
        values = pc.replace_with_mask(values, mask, bare)
    return values
