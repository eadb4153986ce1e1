"""Names in Chinese characters: their forms as RE2, and how much the characters of one speak for a name.

The score of a value is the sum of the scores of its characters by place (``tables/name_scores.txt``), plus
``COMPOUND`` where the surname has two characters. It is a name above ``THRESHOLD``; with two surnames
(陈冯富珍), above ``DOUBLE``; and never if it is a word or a place of ``tables/words_like_names.txt``.
Traditional characters count as their simplified forms.

What that finds is measured in the docstring of :mod:`tongguan.detectors.person_name`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from tongguan.detectors._tables import entries
from tongguan.kernels.text import Text, cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongguan.kernels import checks
    from tongguan.kernels.text import Ints, Mask

THRESHOLD, DOUBLE, COMPOUND = 0.3, 3.5, 0.5
HAN = "㐀-䶿一-鿿𠀀-𳎯"
"""Chinese characters as the inside of an RE2 class: rare names have characters beyond the basic block."""

BEYOND = 0xF0
"""The byte with which every character beyond the basic plane begins."""

DOTS = "·•‧・．."
Codes = list["NDArray[np.signedinteger]"]

_SIMPLE_OF = {pair[0]: pair[1] for pair in entries("traditional.txt")}
_OLD_OF: dict[str, list[str]] = {}
for _old, _new in _SIMPLE_OF.items():
    _OLD_OF.setdefault(_new, []).append(_old)

_SURNAMES = entries("surnames.txt")
SINGLE = sorted({form for name in _SURNAMES if len(name) == 1 for form in (name, *_OLD_OF.get(name, ()))})


def _written(name: str) -> list[str]:
    """Return the forms of a surname of two characters, either of which may be traditional."""
    first, second = ((c, *_OLD_OF.get(c, ())) for c in name)
    return [a + b for a in first for b in second]


PAIRS = sorted({form for name in _SURNAMES if len(name) == 2 for form in _written(name)})
_LONG = [name for name in _SURNAMES if len(name) > 2]


def _components() -> tuple[list[str], list[str]]:
    kinds: dict[str, list[str]] = {"part": [], "end": []}
    for line in entries("minority_names.txt"):
        kind, *words = line.split()
        kinds[kind] += words
    return kinds["part"], kinds["end"]


_PARTS, _ENDS = _components()

SURNAME = rf"(?:[{''.join(SINGLE)}]|{'|'.join(PAIRS)})"
PLAIN = rf"(?:{SURNAME}[{HAN}]{{1,2}}|[{''.join(SINGLE)}]{{2}}[{HAN}]{{2}})"
DOTTED = rf"[{HAN}]{{1,8}}(?:[{DOTS}][{HAN}A-Z]{{1,8}}){{1,3}}"
TITLES = "先生|女士|小姐|太太|师傅|師傅|阿姨|同学|同學|老师|老師|医生|醫生|经理|經理|主任"
# Names of minorities without a dot: several parts, or one of them at the end of something short.
OTHER = rf"(?:(?:{'|'.join(_PARTS)}){{1,3}}|[{HAN}]{{1,4}}(?:{'|'.join(_ENDS)})|(?:{'|'.join(_LONG)})[{HAN}]{{1,3}}|{PLAIN}(?:{TITLES}))"


def _flags(characters: str) -> Mask:
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


_IS_SINGLE = _flags("".join(SINGLE))
_IS_HAN = np.zeros(0x10000, dtype=bool)
_IS_HAN[0x3400:0x4DC0] = _IS_HAN[0x4E00:0xA000] = True
_ENDS_OTHER = _flags("".join(word[-1] for word in (*_PARTS, *_ENDS, *TITLES.split("|"))))
_BEGINS_LONG = _flags("".join(word[0] for word in _LONG))
# The last two characters of what has more than one, and the words of one.
_TAILS = np.unique(
    [ord(word[-2]) << 16 | ord(word[-1]) for word in (*_PARTS, *_ENDS, *TITLES.split("|")) if len(word) > 1]
)
_SHORT_ENDS = _flags("".join(word for word in (*_PARTS, *_ENDS) if len(word) == 1))
_LONGEST_OTHER = 3 * max(3 * max(map(len, _PARTS)), 4 + max(map(len, _ENDS)), 4 + len("先生"))
_IS_RANK = _flags("县乡市区省")  # at the end, of a place
_BEGINS_PAIR = _flags("".join(name[0] for name in PAIRS))
_PAIR_CODES = np.array([ord(name[0]) << 16 | ord(name[1]) for name in PAIRS])


def _scores() -> dict[str, NDArray[np.float32]]:
    """Return score by place and code point; a surname not listed has minus infinity."""
    table = {"surname": np.full(0x10000, -np.inf, dtype=np.float32)}
    for line in entries("name_scores.txt"):
        place, score, characters = line.split(" ")
        if characters == "*":
            table[place] = np.full(0x10000, float(score), dtype=np.float32)
        else:
            table[place][[ord(c) for c in characters]] = float(score)
    return table


_SCORES = _scores()
COMMON = sorted(c for c in SINGLE if _SCORES["surname"][ord(_SIMPLE_OF.get(c, c))] > -1.0)
"""Surnames that begin names nearly as often as words, or more often."""

_SIMPLE = np.arange(0x10000)
_SIMPLE[[ord(c) for c in _SIMPLE_OF]] = [ord(c) for c in _SIMPLE_OF.values()]


def _packed(codes: Codes) -> NDArray[np.uint64]:
    """Return one number for the characters of each value, four at most."""
    key = np.zeros(len(codes[0]), dtype=np.uint64)
    for code in codes:
        key = key << np.uint64(16) | code.astype(np.uint64)
    return key


_WORDS = {
    length: np.sort(
        np.array(
            [
                sum(ord(c) << 16 * place for place, c in enumerate(reversed(word)))
                for word in entries("words_like_names.txt")
                if len(word) == length
            ],
            dtype=np.uint64,
        )
    )
    for length in (2, 3, 4)
}


def _among(keys: NDArray[np.uint64], listed: NDArray[np.uint64]) -> Mask:
    places = np.searchsorted(listed, keys)
    return np.asarray(listed[np.minimum(places, len(listed) - 1)] == keys)


def decode(places: checks.Places) -> tuple[Codes, Mask]:
    """Return the code points of values of three-byte characters, bytes (3 k, n), and which are sound."""
    wide = places.astype(np.int32)
    codes = [
        (a & 15) << 12 | (b & 63) << 6 | c & 63
        for a, b, c in zip(wide[::3], wide[1::3], wide[2::3], strict=True)
    ]
    # Three bytes each: anything else with as many bytes begins a character elsewhere.
    sound = np.all((places[::3] & 0xF0) == 0xE0, axis=0)
    return codes, np.asarray(sound & np.all([_IS_HAN[code] for code in codes], axis=0))


def is_pair(codes: Codes) -> Mask:
    """Tell which values begin with a surname of two characters."""
    found = _BEGINS_PAIR[codes[0]]
    rows = np.flatnonzero(found)
    found[rows] = np.isin(codes[0][rows].astype(np.int64) << 16 | codes[1][rows], _PAIR_CODES)
    return found


def plain(codes: Codes) -> Mask:
    """Tell which values, of two to four Chinese characters, are written as ``PLAIN`` has it."""
    single = _IS_SINGLE[codes[0]]
    if len(codes) == 2:
        return single
    pair = is_pair(codes)
    return single | pair if len(codes) == 3 else pair | (single & _IS_SINGLE[codes[1]])


def _given(codes: Codes) -> NDArray[np.float32]:
    if len(codes) == 1:
        return _SCORES["sole"][codes[0]]
    return _SCORES["middle"][codes[0]] + _SCORES["last"][codes[1]]


def scored(codes: Codes) -> Mask:
    """Tell which values, of two to four Chinese characters, their characters make a name and no word."""
    codes = [_SIMPLE[code] for code in codes]
    surname = _SCORES["surname"]
    if len(codes) < 4:
        found = surname[codes[0]] + _given(codes[1:]) > THRESHOLD
    else:
        found = surname[codes[0]] + surname[codes[1]] + _given(codes[2:]) > DOUBLE
    pair = is_pair(codes)
    # A compound surname with nothing behind it is no name.
    found = found | (pair & (COMPOUND + _given(codes[2:]) > THRESHOLD)) if len(codes) > 2 else found & ~pair
    rows = np.flatnonzero(found & ~_IS_RANK[codes[-1]])
    found &= False
    found[rows] = ~_among(_packed([code[rows] for code in codes]), _WORDS[len(codes)])
    return np.asarray(found)


def maybe_other(text: Text, rows: Ints) -> Ints:
    """Return those of *rows*, values that begin and end with Chinese characters, that may be ``OTHER``."""
    rows = rows[(text.lengths[rows] >= 6) & (text.lengths[rows] <= _LONGEST_OTHER)]
    starts, ends = text.starts[rows], text.starts[rows] + text.lengths[rows]
    last, sound = _character(text, ends - 3)
    first, _ = _character(text, starts)
    rows, ends, last, first = (
        each[sound & (_ENDS_OTHER[last] | _BEGINS_LONG[first])] for each in (rows, ends, last, first)
    )
    before, _ = _character(text, ends - 6)
    tail = np.isin(before << 16 | last, _TAILS) | _SHORT_ENDS[last]
    return rows[tail | _BEGINS_LONG[first]]


def may_begin(text: Text, rows: Ints) -> Mask:
    """Tell of which of *rows* what stands before their first mark may be a name, or the surname of one."""
    found = np.zeros(len(rows), dtype=bool)
    if len(rows) == 0:
        return found
    values = cut(text, text.starts[rows], text.lengths[rows])
    ends = np.asarray(pc.find_substring_regex(values, f"[^{HAN}]")).astype(np.int64)
    widths = np.where(ends < 0, text.lengths[rows], ends)
    part = Text.of(cut(text, text.starts[rows], widths))
    every = np.arange(len(rows))
    for some, codes in by_width(part, every):
        found[some] = plain(codes) | (is_pair(codes) if len(codes) == 2 else False)
    found[maybe_other(part, every)] = True
    found[part.rows_with(BEYOND)] = True
    first, sound = _character(part, part.starts)
    return np.asarray(found | ~sound | (_IS_SINGLE[first] & (part.lengths == 3)))


def may_end(text: Text, rows: Ints) -> Mask:
    """Tell of which of *rows* what stands behind their last mark may be a name, or given names after a blank."""
    if len(rows) == 0:
        return np.zeros(0, dtype=bool)
    values = cut(text, text.starts[rows], text.lengths[rows])
    part = Text.of(pc.replace_substring_regex(values, f"(?s)^.*[^{HAN}]", ""))
    found = part.lengths <= 3 * 2
    every = np.arange(len(rows))
    for some, codes in by_width(part, every):
        found[some] |= plain(codes)
    found[maybe_other(part, every)] = True
    found[part.rows_with(BEYOND)] = True
    return np.asarray(found)


def _character(text: Text, at: Ints) -> tuple[NDArray[np.int64], Mask]:
    """Return the code points of the three-byte characters at the bytes *at*, and where there is one."""
    a, b, c = (text.data[np.maximum(at + step, 0)].astype(np.int64) for step in range(3))
    return (a & 15) << 12 | (b & 63) << 6 | c & 63, np.asarray(a & 0xF0 == 0xE0)


def by_width(text: Text, rows: Ints) -> list[tuple[Ints, Codes]]:
    """Return the rows among *rows* of two, three and four three-byte Chinese characters, and their codes."""
    groups = []
    for length in (2, 3, 4):
        some = rows[text.lengths[rows] == 3 * length]
        if len(some):
            codes, sound = decode(text.at(some).matrix(3 * length))
            groups.append((some[sound], [code[sound] for code in codes]))
    return groups
