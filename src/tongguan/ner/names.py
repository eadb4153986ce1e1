"""How much a short cell is a personal name.

Three witnesses that know different things: the tagger's own probability that the cell is, from end to end,
a person (trained on text of the 2010s); the characters by their places in names against other words (news
of the 1990s); and the list of surnames. Their weights are those of a logistic regression on the entities
of the MSRA corpus of named entities and on words of jieba's dictionary, rounded; ``tests/test_ner.py``
holds other lists against them.

What the tagger was not taught (dotted names and those of minorities, pinyin) is a name if the detector of
personal names finds it.

No cell of brands, places or words is safe from looking like a name, so the column decides. Of columns of
names, 0.74 (a frequent surname before characters at random) to 1.0 of the cells score 0.5 or more; of all
harmless columns tried, brands have most, with 0.24: ``NAMES_FROM`` lies well between.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tongguan.detectors._tables import entries
from tongguan.ner.characters import simplify
from tongguan.ner.hmm import name_evidence
from tongguan.ner.lac import name_odds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tongguan.detector import Detector

NAMES_FROM = 0.6
"""Share of cells with a score of 0.5 or more from which a column is one of names."""

_LONGEST, _LONGEST_UNDOTTED = 40, 12
_ODDS, _CHARACTERS, _SURNAME, _ALWAYS = 0.65, 1.3, 0.9, 0.5
_BY_PARTS = 0.8
_HAN = re.compile(r"[㐀-鿿\U00020000-\U000323af]")
_MASKS = re.compile(r"[*＊×○●某]")
_DOTS = re.compile(r"[·•‧・．.]")
_GAPS = re.compile(r"(?<=[㐀-鿿])[ \u3000]+(?=[㐀-鿿])")
_BETWEEN = re.compile(r"\s*[、,，;；/|]\s*")


def name_scores(values: Sequence[str]) -> NDArray[np.float64]:
    """Return, shape (n,) and from 0 to 1, how much each of *values* is a personal name.

    Several names in one cell are as good as the worst of them.
    """
    cells = [_parts(value) for value in values]
    unique = list(dict.fromkeys(part for parts in cells for part in parts))
    score = dict(zip(unique, _scores(unique).tolist(), strict=True))
    return np.array([min((score[part] for part in parts), default=0.0) for parts in cells], dtype=np.float64)


def is_surname(text: str) -> bool:
    """Tell whether *text* is a surname, simplified or traditional."""
    return simplify(text) in _surnames()


def surname_length(name: str) -> int:
    """Return how many characters of *name* are its surname; 0 where it begins with none, or is too long."""
    if not 2 <= len(name) <= 4:
        return 0
    return next((n for n in (2, 1) if n < len(name) <= n + 2 and is_surname(name[:n])), 0)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(entries("surnames.txt"))


def _parts(value: str) -> list[str]:
    value = value.strip()
    if not value or len(value) > _LONGEST:
        return []
    parts = _BETWEEN.split(value)
    # Forms are filled in with a space to align names: 张　伟. Two words of two or more are two names.
    words = value.split()
    if len(parts) == 1 and len(words) > 1 and all(len(word) > 1 and _HAN.match(word) for word in words):
        parts = words
    return [_GAPS.sub("", part) for part in parts]


def _scores(words: list[str]) -> NDArray[np.float64]:
    scores = np.zeros(len(words))
    han = [row for row, word in enumerate(words) if _maybe(word)]
    some = [words[row] for row in han]
    named = np.array([surname_length(word) > 0 for word in some], dtype=bool)
    characters = np.clip(name_evidence(some), -1.5, 1.5)
    # Characters of a name without a surname speak against nothing, and for nothing.
    characters = np.where(named, characters, np.minimum(characters, 0))
    odds = np.clip(name_odds(some), -8, 8)
    weight = _ODDS * odds + _CHARACTERS * characters + _SURNAME * named + _ALWAYS
    scores[han] = 1 / (1 + np.exp(-weight))
    scores[[row for row, word in enumerate(words) if len(word) == 1]] = 0.0  # nobody's whole name
    found = np.array(by_parts(words), dtype=bool)
    scores[found] = np.maximum(scores[found], _BY_PARTS)
    return scores


def _maybe(word: str) -> bool:
    """Tell whether it is worth asking; a masked name (张*) is of another kind."""
    short = len(word) <= _LONGEST_UNDOTTED or _DOTS.search(word) is not None
    return short and _HAN.search(word) is not None and not _MASKS.search(word)


def by_parts(words: Sequence[str]) -> list[bool]:
    """Tell which of *words* are names by their parts or spelling (阿依古丽, Zhang Wei), not surname.

    As the detector of personal names has it.
    """
    from tongguan.detectors._han_names import OTHER
    from tongguan.detectors.person_name import DETECTOR

    parts = re.compile(OTHER)
    rows = [row for row, word in enumerate(words) if not surname_length(word) or parts.fullmatch(word)]
    found = [False] * len(words)
    for row, yes in zip(rows, found_by(DETECTOR, [words[row] for row in rows]), strict=True):
        found[row] = len(words[row]) > 1 and yes
    return found


def found_by(detector: Detector, words: Sequence[str]) -> list[bool]:
    """Tell which of *words* are of the kind of *detector*."""
    import pyarrow as pa

    from tongguan.kernels.tidy import tidy

    # Half of a character, which no file can hold but a text in memory can, is none.
    whole = [word.encode("utf-8", "replace").decode() for word in words]
    return [bool(yes) for yes in detector.find(tidy(pa.array(whole, type=pa.string())))]
