"""Which columns of a row set hold something of a person, row by row: a histogram of bit masks.

From it follows, for any set of columns to leave out, in how many rows something of a person would be left,
and of which class, without reading the file again. Zero is exact. Counted along with the people, it costs
one sort of 64-bit words a batch; parts merge by adding up.

Columns share a bit where there are more than fit, and rare masks are put together where there are too many:
both only ever make a row look fuller than it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tongguan.persons.flags import GENERAL, SENSITIVE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from tongguan.kernels.keys import Flags
    from tongguan.kernels.text import Ints, Mask
    from tongguan.scanning.plan import Levels, Plan

    Words = NDArray[np.uint64]

MOST_MASKS = 65_536
_BITS = 64
_FLAGS = {"general": GENERAL, "sensitive": SENSITIVE}


@dataclass(frozen=True)
class Layout:
    """What each bit says: an item of a class in a column, or that a subject is under 14.

    ``items`` are the bits by column and class (``GENERAL``, ``SENSITIVE``), ``minors`` those of the subjects
    of the plan, in its order.
    """

    items: Mapping[tuple[str, int], int]
    minors: tuple[int, ...]

    @classmethod
    def of(cls, plan: Plan, levels: Levels) -> Layout:
        """Lay out the bits for the columns and subjects of *plan*: subjects first, they share none."""
        minors = tuple(min(place, _BITS - 2) for place in range(len(plan.subjects)))
        taken = max(minors, default=-1) + 1
        single: dict[tuple[str, int], int] = {}
        shared: dict[tuple[str, int], int] = {}
        wanted = [
            (column, _FLAGS[level])
            for column in plan.columns
            for level in sorted({levels[kind] for kind in column.kinds} & _FLAGS.keys())
        ]
        crowded = taken + len(wanted) > _BITS
        for column, flag in wanted:
            own = (column.kinds[0] if crowded else column.name, flag)
            place = min(taken + shared.setdefault(own, len(shared)), _BITS - 1)
            single[column.name, flag] = place
        return cls(single, minors)

    def mask(self, columns: Collection[str], flag: int) -> int:
        """Return the bits of items of the class *flag* in *columns*."""
        return _bits(bit for (column, of), bit in self.items.items() if of == flag and column in columns)

    def young(self, subjects: Iterable[int]) -> int:
        """Return the bits that say that one of those *subjects* is under 14."""
        return _bits(self.minors[subject] for subject in subjects)


def _bits(places: Iterable[int]) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


@dataclass(frozen=True, eq=False)
class Presence:
    """How many rows have which mask: ``masks`` (uint64, rising) and ``counts`` (int64), both of shape (n,).

    ``young`` are the bits that say that somebody is under 14. ``further`` counts, by column of names, further
    names in a cell, each under the mask of its row.
    """

    masks: Words = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    counts: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    young: int = 0
    further: Mapping[str, Presence] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Words, young: int = 0, further: Mapping[str, Ints] | None = None) -> Presence:
        """Count the masks of *rows*; *further* are, by column, rows with further names, once for each."""
        return cls(
            *_counted(rows, np.ones(len(rows), dtype=np.int64)),
            young,
            {name: cls.of(rows[some], young) for name, some in (further or {}).items() if len(some)},
        )

    def rows(self, where: Mask) -> int:
        """Return how many rows have one of the masks that *where*, shape (n,), marks."""
        return int(self.counts[where].sum())

    def has(self, bits: int) -> Mask:
        """Tell which masks have one of *bits*; shape (n,)."""
        return np.asarray((self.masks & np.uint64(bits)) != 0)


def merge_presence(parts: Iterable[Presence], most: int = MOST_MASKS) -> Presence:
    """Return the rows of all *parts*, with at most *most* different masks: the rarest look like all of them.

    Rows of persons under 14 and of others stay apart: leaving out the former must not take the latter along.
    """
    several = list(parts)
    if len(several) == 1:
        return several[0]
    names = sorted({name for part in several for name in part.further})
    masks, counts = _counted(
        np.concatenate([np.zeros(0, dtype=np.uint64), *(part.masks for part in several)]),
        np.concatenate([np.zeros(0, dtype=np.int64), *(part.counts for part in several)]),
    )
    young = several[0].young if several else 0
    if len(masks) > most:
        masks, counts = _coarsened(masks, counts, young, most)
    further = {
        name: merge_presence((part.further[name] for part in several if name in part.further), most)
        for name in names
    }
    return Presence(masks, counts, young, further)


def _coarsened(masks: Words, counts: Ints, young: int, most: int) -> tuple[Words, Ints]:
    rare = np.zeros(len(masks), dtype=bool)
    rare[np.argsort(-counts, kind="stable")[most - 2 :]] = True
    minors = (masks & np.uint64(young)) != 0
    masks = masks.copy()
    for some in (rare & minors, rare & ~minors):
        if some.any():
            masks[some] = np.bitwise_or.reduce(masks[some])
    return _counted(masks, counts)


def _counted(masks: Words, counts: Ints) -> tuple[Words, Ints]:
    """Return *masks*, rising and each once, with the sums of their *counts*."""
    if len(masks) == 0:
        return masks, counts
    order = np.argsort(masks, kind="stable")
    masks = masks[order]
    firsts = np.flatnonzero(np.append(True, masks[1:] != masks[:-1]))
    return masks[firsts], np.add.reduceat(counts[order], firsts)


def masks_of(layout: Layout, rows: int, items: Mapping[str, Flags], young: Iterable[Mask]) -> Words:
    """Return the mask of each of so many *rows*, shape (rows,).

    *items* are the class flags of each column's item in each row, *young* the rows, by subject, in which it
    is under 14.
    """
    masks = np.zeros(rows, dtype=np.uint64)
    for (column, flag), bit in layout.items.items():
        masks |= ((items[column] & flag) != 0).astype(np.uint64) << np.uint64(bit)
    for bit, mask in zip(layout.minors, young, strict=True):
        masks |= mask.astype(np.uint64) << np.uint64(bit)
    return masks
