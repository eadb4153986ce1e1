"""A string column as bytes: lengths, first bytes, and the digit runs in it.

Work is done on the UTF-8 bytes that Arrow already holds; no Python string is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

_PAD = np.zeros(8, dtype=np.uint8)

CLASSES = {"digit": 1, "capital": 2, "small": 4, "beyond": 8, "blank": 16, "at": 32, "joint": 64, "sign": 128}
"""Sorts of characters, as bits. Joints are ``-./:_``, blanks also controls, beyond is what is not ASCII."""


def _class_of(byte: int) -> int:
    character = chr(byte)
    if byte >= 0x80:
        return CLASSES["beyond"]
    if character.isalnum():
        return CLASSES["digit" if character.isdigit() else "capital" if character.isupper() else "small"]
    if byte <= 0x20 or byte == 0x7F:
        return CLASSES["blank"]
    return CLASSES["at" if character == "@" else "joint" if character in "-./:_" else "sign"]


CLASS_OF_BYTE = np.array([_class_of(byte) for byte in range(256)], dtype=np.uint8)
_TO_CLASSES = CLASS_OF_BYTE.tobytes()
BEYOND = 0x10000
"""What stands for every code point beyond the basic plane."""
# Above so many places a byte, one table of the row of every byte is made.
_DENSE = 1 / 64


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

    def at(self, rows: Ints) -> Text:
        """View the values of *rows* only."""
        return Text(self.data, self.starts[rows], self.lengths[rows])

    @cached_property
    def first(self) -> NDArray[np.uint8]:
        """First byte of each value (0 for an empty one), shape (n,)."""
        return np.where(self.lengths > 0, self.data[self.starts], 0).astype(np.uint8)

    @cached_property
    def last(self) -> NDArray[np.uint8]:
        """Last byte of each value (0 for an empty one), shape (n,)."""
        ends = np.maximum(self.starts + self.lengths - 1, 0)
        return np.where(self.lengths > 0, self.data[ends], 0).astype(np.uint8)

    @cached_property
    def ascii(self) -> bool:
        """Whether there is nothing but ASCII in the column."""
        return bool(self.data.max() < 128)

    @cached_property
    def lettered(self) -> bool:
        """Whether there is a letter in the column, or anything beyond ASCII."""
        return bool(self.data.max() > 0x40)

    @cached_property
    def beyond_ascii(self) -> Mask:
        """Which values have a character beyond ASCII, shape (n,)."""
        return self.made_of("beyond")

    @cached_property
    def classes(self) -> NDArray[np.uint8]:
        """Which sorts of characters are in each value, bits of :data:`CLASSES`; shape (n,)."""
        classes = np.zeros(self.rows, dtype=np.uint8)
        filled = np.flatnonzero(self.lengths)
        if len(filled) == 0:
            return classes
        of_bytes = np.frombuffer(self.data.tobytes().translate(_TO_CLASSES), dtype=np.uint8)
        starts, ends = self.starts[filled], self.starts[filled] + self.lengths[filled]
        if np.array_equal(starts[1:], ends[:-1]):
            found = np.bitwise_or.reduceat(of_bytes[: ends[-1]], starts)
        else:  # a view of some rows: between them are others
            found = np.bitwise_or.reduceat(of_bytes, np.stack([starts, ends], axis=1).ravel())[::2]
        classes[filled] = found
        return classes

    @cached_property
    def present_classes(self) -> Mask:
        """Which combinations of sorts there are, shape (256,)."""
        return _present(self.classes, 256)

    @cached_property
    def first_character(self) -> Codes:
        """Code point (or ``BEYOND``) of the first character of each value, 0 for an empty one; shape (n,)."""
        lead = self.first.astype(np.int32)
        if self.ascii or not (lead >= 0x80).any():
            return lead
        second, third = (self.data[self.starts + step].astype(np.int32) & 0x3F for step in (1, 2))
        return np.where(lead < 0x80, lead, _code_point(lead, second, third))

    @cached_property
    def last_character(self) -> Codes:
        """Code point (or ``BEYOND``) of the last character of each value, 0 for an empty one; shape (n,)."""
        last = self.last.astype(np.int32)
        if self.ascii or not (last >= 0x80).any():
            return last
        ends = self.starts + self.lengths
        before, third = (self.data[np.maximum(ends - back, 0)].astype(np.int32) for back in (2, 3))
        of_two = _code_point(before, last & 0x3F, last)
        of_three = _code_point(third, before & 0x3F, last & 0x3F)
        found = np.where(before >= 0xC0, of_two, np.where(third >= 0xE0, of_three, BEYOND))
        return np.where(last < 0x80, last, found).astype(np.int32)

    @cached_property
    def present_firsts(self) -> Mask:
        """Which characters values begin with, shape (BEYOND + 1,)."""
        return _present(self.first_character, BEYOND + 1)

    @cached_property
    def present_lasts(self) -> Mask:
        """Which characters values end with, shape (BEYOND + 1,)."""
        return _present(self.last_character, BEYOND + 1)

    @cached_property
    def numeric(self) -> bool:
        """Whether there is nothing but digits in the column."""
        return bool(((self.data[: -len(_PAD)] - np.uint8(48)) < 10).all())

    def has(self, byte: int) -> bool:
        """Tell whether *byte* occurs anywhere in the column."""
        return bool((self.data[: -len(_PAD)] == byte).any())

    def words(self) -> NDArray[np.uint64]:
        """Return a view in which element i is the little-endian word that starts at byte i."""
        return np.ndarray(len(self.data) - 7, dtype="<u8", buffer=self.data, strides=(1,))

    def matrix(self, width: int) -> NDArray[np.uint8]:
        """Return the values, all of *width* bytes, as one row a place: shape (width, n)."""
        windows = np.ndarray((len(self.data) - width + 1, width), np.uint8, self.data, strides=(1, 1))
        return np.ascontiguousarray(windows[self.starts].T)

    def holding(self, marks: tuple[bytes, ...]) -> Mask:
        """Tell which values hold one of *marks*, UTF-8 of one to three bytes each; shape (n,)."""
        held = np.zeros(self.rows, dtype=bool)
        if not self.rows:
            return held
        for lead in sorted({mark[0] for mark in marks}):
            begins = self.data[: -len(_PAD)] == lead
            if not begins.any():  # most columns hold none of the first bytes
                continue
            for mark in marks:
                if mark[0] == lead:
                    held[self._holders(self._places(begins, mark))] = True
        return held

    def _places(self, begins: Mask, mark: bytes) -> Ints:
        """Return the places of *mark* among those where its first byte is, which *begins* tells."""
        here = begins
        for step, byte in enumerate(mark[1:], 1):
            here = here & (self.data[step : step - len(_PAD)] == byte)
        return np.flatnonzero(here)

    def made_of(self, *sorts: str) -> Mask:
        """Tell which values have characters of all these *sorts* of :data:`CLASSES`; shape (n,)."""
        wanted = np.uint8(sum(CLASSES[sort] for sort in sorts))
        return np.asarray((self.classes & wanted) == wanted)

    def _holders(self, places: Ints) -> Ints:
        """Return the rows that hold the byte *places*: a view of some rows has none for the others'."""
        rows = self.rows_of(places)
        return rows[(rows >= 0) & (places < (self.starts + self.lengths)[rows])]

    @cached_property
    def shortest(self) -> int:
        """Length of the shortest value, in bytes; 0 where there is none."""
        return int(self.lengths.min()) if self.rows else 0

    @cached_property
    def longest(self) -> int:
        """Length of the longest value, in bytes; 0 where there is none."""
        return int(self.lengths.max()) if self.rows else 0

    @cached_property
    def firsts(self) -> Mask:
        """Which bytes values begin with, shape (256,)."""
        present = np.zeros(256, dtype=bool)
        present[self.first] = True
        return present

    def rows_of(self, places: Ints) -> Ints:
        """Return the row of each byte place; *places* ascend."""
        if len(places) < _DENSE * len(self.data) or self.rows == 0:
            return np.searchsorted(self.starts, places, side="right") - 1
        return self._row_of_byte[places].astype(np.int64)

    @cached_property
    def _row_of_byte(self) -> NDArray[np.int32]:
        """Row of each byte, shape of ``data``: of the last row that begins there or before, -1 for none."""
        until = np.diff(np.concatenate([[0], self.starts, [len(self.data)]]))
        return np.repeat(np.arange(-1, self.rows, dtype=np.int32), until)

    def rows_with(self, byte: int) -> Ints:
        """Return the rows that hold *byte*, ascending."""
        rows = self._holders(np.flatnonzero(self.data[:-8] == byte))
        return rows[np.r_[True, rows[1:] != rows[:-1]]] if len(rows) else rows


def _present(codes: Codes | NDArray[np.uint8], size: int) -> Mask:
    present = np.zeros(size, dtype=bool)
    present[codes] = True
    return present


def _code_point(lead: Codes, second: Codes, third: Codes) -> Codes:
    """Return the code points that begin with the bytes *lead*, two or three bytes long."""
    of_two, of_three = (lead & 0x1F) << 6 | second, (lead & 0x0F) << 12 | second << 6 | third
    return np.where(lead < 0xE0, of_two, np.where(lead < 0xF0, of_three, BEYOND)).astype(np.int32)


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

    Left out are runs with a letter behind them, or with letters before them that are hexadecimal (a
    part of some other code; a word boundary would be wrong beside Chinese characters), and the
    decimals of a number.
    """
    near = np.zeros(text.rows, dtype=bool)
    near[text.rows_of(digit_probes(text.data, shortest))] = True
    # Cells that are one number and nothing else are most of what there is, and quickly known.
    whole = _whole_numbers(text, near, shortest)
    near[whole] = False
    candidates = np.flatnonzero(near)
    inside = _runs_inside(text, candidates, shortest) if len(candidates) else None
    if inside is None:
        return DigitRuns(whole, text.starts[whole], text.lengths[whole], np.ones(len(whole), dtype=bool))
    rows = np.concatenate([whole, inside.rows])
    order = np.argsort(rows, kind="stable")
    return DigitRuns(
        rows[order],
        np.concatenate([text.starts[whole], inside.starts])[order],
        np.concatenate([text.lengths[whole], inside.lengths])[order],
        np.concatenate([np.ones(len(whole), dtype=bool), inside.whole])[order],
    )


def digit_probes(data: NDArray[np.uint8], shortest: int) -> Ints:
    """Return places, ascending, one of which at least is in every run of *shortest* digits or more.

    Such a run covers one of every *shortest* bytes, and from there reaches half its length to one
    side: door numbers and prices are passed by.
    """
    places = np.flatnonzero((data[shortest - 1 : -len(_PAD) : shortest] - np.uint8(48)) < 10)
    places = shortest - 1 + shortest * places
    left = right = np.ones(len(places), dtype=bool)
    for step in range(1, (shortest + 1) // 2):
        left = left & ((data[np.maximum(places - step, 0)] - 48) < 10)
        right = right & ((data[np.minimum(places + step, len(data) - 1)] - 48) < 10)
    return places[left | right]


_LONGEST_WHOLE = 19


def _whole_numbers(text: Text, near: Mask, shortest: int) -> Ints:
    """Return the rows, ascending, of the *near* values that are all digits, or 17 digits and an X."""
    whole = np.zeros(text.rows, dtype=bool)
    for width in range(shortest, _LONGEST_WHOLE + 1):
        rows = np.flatnonzero(near & (text.lengths == width))
        if len(rows):
            places = text.at(rows).matrix(width)
            digit = (places - 48) < 10
            if width == 18:
                digit[17] |= (places[17] | 0x20) == ord("x")
            whole[rows] = digit.all(axis=0)
    return np.flatnonzero(whole)


def _runs_inside(text: Text, candidates: Ints, shortest: int) -> DigitRuns:
    """Find runs in the values of the rows *candidates*, ascending."""
    some = cut(text, text.starts[candidates], text.lengths[candidates])
    found = _runs(Text.of(some), shortest)
    rows = candidates[found.rows]
    # Back to places in the whole text.
    shift = text.starts[rows] - Text.of(some).starts[found.rows]
    return DigitRuns(rows, found.starts + shift, found.lengths, found.whole)


def _runs(text: Text, shortest: int) -> DigitRuns:
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
    rows = text.rows_of(starts)
    begin, end = text.starts[rows], text.starts[rows] + text.lengths[rows]
    # 17 digits and an X are a resident ID: take the X in.
    closing_x = (starts + lengths < end) & (lengths == 17) & ((data[starts + lengths] | 0x20) == ord("x"))
    lengths = lengths + closing_x
    after = np.where(starts + lengths < end, data[starts + lengths], 0)
    fraction = _is_fraction(data, digit, starts, begin)
    alone = ~(_part_of_a_code(data, starts, begin) | _is_letter(after) | fraction)
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


def _part_of_a_code(data: NDArray[np.uint8], starts: Ints, begin: Ints) -> Mask:
    r"""Tell runs before which there are letters as hexadecimal digits have them.

    A word runs into a number (tel13812345678), and so does the end of an escaped character
    (\u7535, %9D); only where all of the last letters could be digits of a longer code is it one.
    """

    def back(steps: int) -> NDArray[np.uint8]:
        return np.where(starts - steps >= begin, data[np.maximum(starts - steps, 0)], 0).astype(np.uint8)

    first = back(1)
    code = _is_letter(first)
    word = code & False
    for steps in (1, 2, 3):
        word |= _is_letter(back(steps)) & ((back(steps) | 0x20) > ord("f"))
    escaped = (back(3) == ord("%")) | ((back(6) == ord("\\")) & ((back(5) | 0x20) == ord("u")))
    return np.asarray(code & ~word & ~escaped)


def _is_fraction(data: NDArray[np.uint8], digit: Mask, starts: Ints, begin: Ints) -> Mask:
    """Tell runs that are the decimals of a number."""
    point = (starts - 1 >= begin) & (data[np.maximum(starts - 1, 0)] == ord("."))
    return np.asarray(point & (starts - 2 >= begin) & digit[np.maximum(starts - 2, 0)])


def _is_letter(byte: NDArray[np.uint8]) -> Mask:
    return np.asarray(((byte | 0x20) - ord("a")).astype(np.uint8) < 26)
