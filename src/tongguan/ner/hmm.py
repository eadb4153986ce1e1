"""How much the characters of a short word speak for a personal name: jieba's hidden Markov model.

Its emission table, made from news of the 1990s, says how likely a character is as the first (B), a middle
(M) or the last (E) of a word of each tag. Compared are ``nr``, a personal name, and the likeliest of the
other kinds of word that fill a column.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tongguan.ner.characters import simplify
from tongguan.ner.weights import emissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OTHERS = ("n", "v", "ns", "nz", "nt", "a", "l", "i", "vn", "d")
NOWHERE = -16.0
"""Log-probability of a character that was not seen in its place: below all that was."""


def name_evidence(words: Sequence[str]) -> NDArray[np.float64]:
    """Return, shape (n,), by how much *words* are likelier as names than as anything else.

    In nats a character; nought for what is not two to four characters of the basic plane.
    """
    evidence = np.zeros(len(words))
    table = _evidence()
    simple = [simplify(word) for word in words]
    for length in (2, 3, 4):
        rows = [row for row, word in enumerate(simple) if len(word) == length and max(word) <= "\uffff"]
        if rows:
            codes = np.array([[ord(c) for c in simple[row]] for row in rows])
            places = np.array([0, *[1] * (length - 2), 2])
            evidence[rows] = table[places, codes].mean(axis=1)
    return evidence


@cache
def _evidence() -> NDArray[np.float64]:
    """Return name against anything else, by place (B, M, E) and code point."""
    return np.stack([_logs(place, ("nr",)) - _logs(place, OTHERS) for place in "BME"])


def _logs(place: str, tags: tuple[str, ...]) -> NDArray[np.float64]:
    best = np.full(0x10000, NOWHERE)
    for tag in tags:
        seen = emissions()[place, tag]
        codes = np.array([ord(c) for c in seen])
        best[codes] = np.maximum(best[codes], list(seen.values()))
    return best
