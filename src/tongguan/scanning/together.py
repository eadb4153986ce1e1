"""Which columns go together by what is in them: a phone number has one owner's name, not the other's.

Where a table holds two columns of a kind and no header says whose they are (``c1`` and ``c11`` are phone
numbers, ``c9`` and ``c16`` names), the values do: beside one number stands one name, row after row. Kept
are pairs of keys, of those numbers whose keys are lowest (a bottom-k sample, as in
:mod:`tongguan.scanning.sample`), so the answer depends on nothing but the values, and parts merge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tongguan.kernels.keys import distinct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.kernels.keys import Keys

# Of so many numbers is asked what stands beside them; of a hotline, not all of it.
_NUMBERS, _BESIDE_ONE = 2048, 64

Pair = tuple[str, str]  # a column of numbers, and one that may go with it


@dataclass(frozen=True)
class Together:
    """For pairs of columns, keys of what stood in one row: a sorted set, uint64 of shape (n, 2)."""

    pairs: Mapping[Pair, Keys] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Mapping[Pair, Keys]) -> Together:
        """Sample *pairs* of keys, first words of the numbers and of the others, with repetitions."""
        return cls({pair: _lowest(distinct(keys)) for pair, keys in pairs.items()})

    def beside(self, numbers: str, other: str) -> float | None:
        """Return how many different values of *other* stand beside one of *numbers*, on average."""
        keys = self.pairs.get((numbers, other))
        if keys is None or len(keys) == 0:
            return None
        return len(keys) / (1 + int(np.count_nonzero(keys[1:, 0] != keys[:-1, 0])))


NOTHING_SEEN = Together()


def merge_together(parts: Iterable[Together]) -> Together:
    """Return what all *parts* saw."""
    several = list(parts)
    names = sorted({pair for part in several for pair in part.pairs})
    return Together.of(
        {pair: np.concatenate([part.pairs[pair] for part in several if pair in part.pairs]) for pair in names}
    )


def _lowest(keys: Keys) -> Keys:
    if len(keys) == 0:
        return keys
    starts = np.flatnonzero(np.append(True, keys[1:, 0] != keys[:-1, 0]))
    sizes = np.diff(np.append(starts, len(keys)))[:_NUMBERS]
    number = np.arange(int(sizes.sum())) - np.repeat(starts[: len(sizes)], sizes)
    return np.ascontiguousarray(keys[: len(number)][number < _BESIDE_ONE])
