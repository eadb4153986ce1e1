"""What the matches of a pattern look like, read off the pattern: how they begin and end, and what is in them.

Most values of most columns can be told from a kind by their first character, their last, their length or
the sorts of characters in them, without trying its pattern. What is said here is never too narrow: a value
that matches fits. Where a pattern cannot be read, every value fits.
"""

from __future__ import annotations

import re
import re._parser as sre  # type: ignore[import-not-found]  # the only reader of patterns there is
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.text import BEYOND, CLASS_OF_BYTE, CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tongguan.kernels.text import Mask, Text

Ranges = tuple[tuple[int, int], ...]  # of code points, both ends included

_LAST = 0x10FFFF
_ANYTHING: Ranges = ((0, _LAST),)
_LONGEST = 1 << 30
_ALL_CLASSES = (1 << len(CLASSES)) - 1


@dataclass(frozen=True)
class Shape:
    """What is true of every match: ``shortest`` to ``longest`` bytes, and three tables.

    ``first`` and ``last`` tell by code point (``BEYOND`` for all beyond the basic plane) what a match begins
    and ends with, ``made_of`` by the classes of the characters in it (:data:`tongguan.kernels.text.CLASSES`).
    """

    shortest: int
    longest: int
    first: Mask
    last: Mask
    made_of: Mask

    def fits(self, text: Text) -> bool:
        """Tell whether any value of *text* may match, from what is in the column as a whole."""
        return bool(
            text.longest >= self.shortest
            and text.shortest <= self.longest
            and (self.made_of & text.present_classes).any()
            and (self.first & text.present_firsts).any()
            and (self.last & text.present_lasts).any()
        )

    def fitting(self, text: Text) -> Mask:
        """Tell which values of *text* may match; shape (n,)."""
        fitting = (text.lengths >= self.shortest) & (text.lengths <= self.longest)
        for table, present, of in (
            (self.made_of, text.present_classes, text.classes),
            (self.first, text.present_firsts, text.first_character),
            (self.last, text.present_lasts, text.last_character),
        ):
            if (present & ~table).any():
                fitting &= table[of]
        return fitting


def matches(pattern: str, values: pa.Array, text: Text, among: Mask | None = None) -> Mask:
    """Tell which of *values*, whose *text* is at hand, match all of *pattern* (RE2); shape (n,).

    With *among*, a mask of that shape, only these are tried.
    """
    shape = _of_pattern(pattern)
    found = shape.fitting(text) if shape.fits(text) else np.zeros(text.rows, dtype=bool)
    if among is not None:
        found &= among
    rows = np.flatnonzero(found)
    if len(rows):
        some = values if len(rows) == len(values) else values.take(pa.array(rows))
        found[rows] = np.asarray(pc.match_substring_regex(some, f"^(?:{pattern})$"))
    return found


@cache
def _of_pattern(pattern: str) -> Shape:
    return of_patterns([pattern])


def of_patterns(patterns: Iterable[str], words: Iterable[str] = ()) -> Shape:
    """Return the shape of what one of *patterns* (RE2) matches, or is one of *words* in any case."""
    known = [*(_read(pattern) for pattern in patterns), *(_of_word(word) for word in words)]
    part = _any_of(known) if known else _NOTHING
    if part.shortest == 0:
        part = _UNKNOWN
    return Shape(
        part.shortest, part.longest, _table(part.first), _table(part.last), _classes(part.may, part.must)
    )


@dataclass(frozen=True)
class _Part:
    """Of a piece of a pattern: its bytes, its ends, the classes that may be in it, and those that must.

    Of the sets in ``must`` one at least is in it whole.
    """

    shortest: int
    longest: int
    first: Ranges
    last: Ranges
    may: int
    must: frozenset[int]


_FREE = frozenset([0])
_NOTHING = _Part(0, 0, (), (), 0, _FREE)
_UNKNOWN = _Part(0, _LONGEST, _ANYTHING, _ANYTHING, _ALL_CLASSES, _FREE)


def _any_of(parts: Sequence[_Part]) -> _Part:
    return _Part(
        min(part.shortest for part in parts),
        max(part.longest for part in parts),
        tuple({between for part in parts for between in part.first}),
        tuple({between for part in parts for between in part.last}),
        reduce(or_, (part.may for part in parts)),
        _fewest(must for part in parts for must in part.must),
    )


def _then(one: _Part, other: _Part) -> _Part:
    return _Part(
        one.shortest + other.shortest,
        min(one.longest + other.longest, _LONGEST),
        (*one.first, *other.first) if one.shortest == 0 else one.first,
        (*other.last, *one.last) if other.shortest == 0 else other.last,
        one.may | other.may,
        _fewest(a | b for a in one.must for b in other.must),
    )


def _fewest(sets: Iterable[int]) -> frozenset[int]:
    """Return those of *sets* that hold no other of them."""
    kept: list[int] = []
    for classes in sorted(set(sets), key=int.bit_count):
        if not any(less & classes == less for less in kept):
            kept.append(classes)
    return frozenset(kept)


def _times(part: _Part, low: int, high: int) -> _Part:
    longest = min(part.longest * min(high, _LONGEST), _LONGEST)
    return _Part(part.shortest * low, longest, part.first, part.last, part.may, part.must if low else _FREE)


@cache
def _one_of(ranges: Ranges) -> _Part:
    """Return a character of *ranges*."""
    if not ranges:
        return _UNKNOWN
    lengths = [_bytes(end) for between in ranges for end in between]
    may = CLASSES["beyond"] if any(high > 127 for _, high in ranges) else 0
    for low, high in ranges:
        for byte in range(low, min(high, 127) + 1):
            may |= _CLASS_OF[byte]
    must = frozenset(1 << bit for bit in range(len(CLASSES)) if may >> bit & 1)
    return _Part(min(lengths), max(lengths), ranges, ranges, may, must)


_CLASS_OF: list[int] = CLASS_OF_BYTE.tolist()


def _bytes(code_point: int) -> int:
    return 1 + (code_point > 0x7F) + (code_point > 0x7FF) + (code_point > 0xFFFF)


# --- Reading ------------------------------------------------------------------------------------------

_CODE_POINT = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_SCRIPT = re.compile(r"\\p\{(\w+)\}")
_NO_LEAST = re.compile(r"\{,[0-9]")  # which RE2 takes as it stands
_EVERY = "\x00-\U0010ffff"
# More than there is of each, and no less.
_SCRIPTS = {"Han": "\u2e80-\U0010ffff", "L": "A-Za-z\x80-\U0010ffff"}
_CATEGORIES: dict[str, Ranges] = {
    "CATEGORY_DIGIT": ((48, 57),),
    "CATEGORY_SPACE": ((9, 13), (32, 32)),
    "CATEGORY_WORD": ((48, 57), (65, 90), (95, 95), (97, 122)),
}
# Letters that are one of ASCII in the other case: the Kelvin sign, the long s, the I with a dot.
_FOLDED: Ranges = ((65, 90), (97, 122), (0x130, 0x131), (0x17F, 0x17F), (0x212A, 0x212A))


@cache
def _read(pattern: str) -> _Part:
    """Read *pattern*; what is not in Python's syntax too, save scripts and code points, makes it unknown."""
    if _NO_LEAST.search(pattern):
        return _UNKNOWN
    written = _CODE_POINT.sub(lambda match: f"\\U{int(match[1], 16):08x}", pattern)
    try:
        parsed = sre.parse(_with_scripts(written))
    except (re.error, OverflowError, RecursionError):
        return _UNKNOWN
    return _sequence(parsed, parsed.state.flags)


def _with_scripts(pattern: str) -> str:
    """Write scripts as ranges: in a class as they are, elsewhere as a class of their own."""
    out, inside, at = [], False, 0
    while at < len(pattern):
        script = _SCRIPT.match(pattern, at)
        piece = script[0] if script else pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        at += len(piece)
        if script:
            characters = _SCRIPTS.get(script[1], _EVERY)
            piece = characters if inside else f"[{characters}]"
        elif piece == "[" and not inside:
            inside = True
            # A bracket that comes first is one of the characters.
            bracket = "^]" if pattern.startswith("^]", at) else "]" if pattern.startswith("]", at) else ""
            piece, at = piece + bracket, at + len(bracket)
        elif piece == "]":
            inside = False
        elif piece == "[":
            if pattern.startswith(":", at):
                raise re.error("a class by name")
            piece = "\\["
        out.append(piece)
    return "".join(out)


def _sequence(nodes: Iterable[Any], flags: int) -> _Part:
    return reduce(_then, (_node(str(op), value, flags) for op, value in nodes), _NOTHING)


def _node(op: str, value: Any, flags: int) -> _Part:  # noqa: ANN401 - as the parser has it
    reader = _READERS.get(op)
    return _UNKNOWN if reader is None else reader(value, flags)


_READERS: dict[str, Callable[[Any, int], _Part]] = {
    "LITERAL": lambda value, flags: _one_of(_cased(((value, value),), flags)),
    "IN": lambda value, flags: _one_of(_cased(_members(value), flags)),
    "ANY": lambda *_: _one_of(_ANYTHING),
    "NOT_LITERAL": lambda *_: _one_of(_ANYTHING),
    "AT": lambda *_: _NOTHING,
    "BRANCH": lambda value, flags: _any_of([_sequence(branch, flags) for branch in value[1]]),
    "SUBPATTERN": lambda value, flags: _sequence(value[3], (flags | value[1]) & ~value[2]),
    "MAX_REPEAT": lambda value, flags: _times(_sequence(value[2], flags), int(value[0]), int(value[1])),
    "MIN_REPEAT": lambda value, flags: _times(_sequence(value[2], flags), int(value[0]), int(value[1])),
}


def _members(items: Sequence[tuple[Any, Any]]) -> Ranges:
    ranges: list[tuple[int, int]] = []
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            ranges.append((value, value))
        elif name == "RANGE":
            ranges.append(value)
        elif name == "CATEGORY" and str(value) in _CATEGORIES:
            ranges += _CATEGORIES[str(value)]
        else:  # negated
            return _ANYTHING
    return tuple(ranges)


def _cased(ranges: Ranges, flags: int) -> Ranges:
    """Return *ranges* and, where *flags* say so, the other case of what is in them, or more."""
    if not flags & re.IGNORECASE:
        return ranges
    lettered = any(low <= 122 and high >= 65 for low, high in ranges)
    beyond = any(high > 127 and not (low >= _CASELESS[0] and high <= _CASELESS[1]) for low, high in ranges)
    more = _FOLDED if lettered or beyond else ()
    return (*ranges, *more, *(((128, _LAST),) if beyond else ()))


_CASELESS = 0x2E80, 0x9FFF  # Chinese and Japanese


def _of_word(word: str) -> _Part:
    parts = [_one_of(_cased(((ord(c), ord(c)),), re.IGNORECASE)) for c in word]
    return reduce(_then, parts, _NOTHING)


def _table(ranges: Ranges) -> Mask:
    table = np.zeros(BEYOND + 1, dtype=bool)
    for low, high in ranges:
        table[low : high + 1] = True
        table[BEYOND] |= high >= BEYOND
    return table


def _classes(may: int, must: Iterable[int]) -> Mask:
    classes = np.arange(256)
    enough = np.any([classes & some == some for some in must], axis=0)
    return np.asarray((classes & ~may == 0) & enough)
