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
_BETWEEN = r"(?:[\s/\\,;:、，；：|&()（）\[\]\"']|和|或|及)*"
_ONLY_NUMBERS = rf"^{_BETWEEN}(?:(?:{_NUMBER}{_EXTENSION}|{_MAIL}){_BETWEEN})+$"
_LONGEST = 400  # bytes: a cell of numbers is no document


def only_numbers(values: pa.Array, places: Ints) -> Mask:
    """Tell which of *values*, among those at *places*, hold numbers or mail addresses only; shape (n,)."""
    composed = np.zeros(len(values), dtype=bool)
    composed[places] = True
    some = np.flatnonzero(composed)
    if len(some):
        texts = values.take(pa.array(some))
        short = pc.less_equal(pc.binary_length(texts), _LONGEST)
        composed[some] = np.asarray(pc.and_(short, pc.match_substring_regex(texts, _ONLY_NUMBERS)))
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
