"""Cells that hold several numbers and nothing else: 13812345678/13912345678, a number and its extension.

They are numbers of their kind, not texts with numbers in them: the first stands for the row's person,
the others are mentioned beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.kernels.text import Ints, Mask
    from tongguan.scanning.examined import Hits

_NUMBER = r"(?:[(（]?(?:\+|00)86[)）]?[- ]?)?[0-9][0-9Xx]{6,18}"
_EXTENSION = r"(?:\s*(?:转|分机|ext\.?|[x#*\-])\s*[0-9]{1,6})?"
_MAIL = r"[A-Za-z0-9.!#$%&*+=?^_{|}~\-]+@[A-Za-z0-9.\-]+"
_LANDLINE = (
    r"(?:[(（]?(?:\+|00)?86[)）]?[- ]?)?[(（]?0?[1-9][0-9]{1,3}[)）]?[- ]?[2-9][0-9]{2,3}[- ]?[0-9]{4}"
)
_BETWEEN = r"(?:[\s/\\,;:、，；：|&()（）\[\]\"']|和|或|及)*"
_ONLY_NUMBERS = rf"^{_BETWEEN}(?:(?:{_NUMBER}{_EXTENSION}|{_LANDLINE}{_EXTENSION}|{_MAIL}){_BETWEEN})+$"
# Letters and digits, four at least at one place; a card of Hong Kong; a plate; an address of the network.
_CODE = r"[0-9A-Za-z]{0,16}[0-9]{4}[0-9A-Za-z]{0,16}"
_BRACKETED = r"(?:[A-Za-z]{1,2}|[0-9])[0-9]{6} ?[(（][0-9Aa][)）]"
_PLATE = r"\p{Han}[A-Za-z][·•\- ]?[A-Za-z0-9]{4,6}[挂学警港澳]?"
_ADDRESS = r"[0-9A-Fa-f]{2}(?:[:\-][0-9A-Fa-f]{2}){5}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_CARD = r"\p{Han}字?(?:第 ?)?[0-9A-Za-z]{4,8}号?"
_WORD = f"{_CODE}|{_BRACKETED}|{_PLATE}|{_ADDRESS}|{_CARD}|{_LANDLINE}{_EXTENSION}|{_MAIL}"
BETWEEN_WORDS = r"[\s/;、,，；|]+"
"""What parts the words of a cell."""
_ONLY_WORDS = rf"^(?:{_WORD})(?:{BETWEEN_WORDS}(?:{_WORD}))*$"
LONGEST_CELL = 400
"""Bytes: a cell of numbers is no document."""


def only_numbers(values: pa.Array, places: Ints) -> Mask:
    """Tell which of *values*, among those at *places*, hold numbers or mail addresses only; shape (n,)."""
    return _only(_ONLY_NUMBERS, values, places)


def only_words(values: pa.Array, places: Ints) -> Mask:
    """Tell which of *values*, among those at *places*, hold words of scanning/words.py only; shape (n,)."""
    return _only(_ONLY_WORDS, values, places)


def _only(pattern: str, values: pa.Array, places: Ints) -> Mask:
    composed = np.zeros(len(values), dtype=bool)
    composed[places] = True
    some = np.flatnonzero(composed)
    if len(some):
        texts = values.take(pa.array(some))
        short = pc.less_equal(pc.binary_length(texts), LONGEST_CELL)
        composed[some] = np.asarray(pc.and_(short, pc.match_substring_regex(texts, pattern)))
    return composed


def first_to_the_whole(
    whole: Mapping[str, Hits], mentions: Mapping[str, Hits], composed: Ints
) -> tuple[dict[str, Hits], dict[str, Hits]]:
    """Move the first mention of each kind in the rows *composed* of numbers to the *whole* values."""
    kept, moved = dict(whole), dict(mentions)
    if len(composed) == 0:
        return kept, moved
    for kind, hits in mentions.items():
        first = np.isin(hits.rows, composed) & hits.first_of_row
        if first.any():
            kept[kind] = kept[kind].join(hits.filter(first)) if kind in kept else hits.filter(first)
            moved[kind] = hits.filter(~first)
    return kept, {kind: hits for kind, hits in moved.items() if hits.count}
