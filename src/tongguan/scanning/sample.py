"""A sample of a column's different values, the same whatever the order and the cutting of the rows.

Kept are the values whose fingerprints are lowest (a bottom-k sample: Cohen and Kaplan, "Summarizing data
using bottom-k sketches", PODC 2007). The fingerprint is a fixed mixing of bytes, so which values are kept
depends on nothing but the values. A value that is kept at the end was kept in every part it occurred in,
so its number of occurrences is exact. Samples merge: ``sample(a + b) == sample(a).merge(sample(b))``.

It is for what is too dear to ask of every value, whether a cell or a sentence holds somebody's name. The
values stay in the scan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tongguan.kernels.text import Ints
    from tongguan.scanning.examined import Examined

SIZE = 1024
_LONGEST = 2000  # characters: of a document its beginning is looked at
_COMPANIONS = 8


@dataclass(frozen=True)
class Seen:
    """One value of a sample: how often it occurred, and the names that stood in its rows in other columns."""

    fingerprint: int
    times: int
    names: frozenset[str] = frozenset()

    def merge(self, other: Seen) -> Seen:
        """Return what was seen of one value in two parts."""
        # The lowest few of the names: which ones must not depend on the order.
        names = frozenset(sorted(self.names | other.names)[:_COMPANIONS])
        return Seen(min(self.fingerprint, other.fingerprint), self.times + other.times, names)


@dataclass(frozen=True)
class Sample:
    """Up to :data:`SIZE` different values, of ``rows`` in all; fewer are all there are."""

    values: Mapping[str, Seen] = field(default_factory=dict, repr=False)
    rows: int = 0

    @property
    def complete(self) -> bool:
        """Whether these are all values of the column."""
        return len(self.values) < SIZE

    @property
    def threshold(self) -> int:
        """The fingerprint up to which values are kept."""
        return _ALL if self.complete else max(seen.fingerprint for seen in self.values.values())

    def merge(self, other: Sample) -> Sample:
        """Return the sample of both parts together."""
        if not self.values or not other.values:
            return other if not self.values else self
        merged = dict(self.values)
        for value, seen in other.values.items():
            merged[value] = merged[value].merge(seen) if value in merged else seen
        return Sample(_lowest(merged), self.rows + other.rows)


def _lowest(values: dict[str, Seen]) -> dict[str, Seen]:
    if len(values) <= SIZE:
        return values
    order = sorted(values, key=lambda value: (values[value].fingerprint, value))
    return {value: values[value] for value in order[:SIZE]}


_ALL = 2**64 - 1


def sample(examined: Examined, companions: Mapping[str, Examined], threshold: int) -> Sample:
    """Sample the texts of one column of a batch, up to the fingerprint *threshold*.

    *companions* are the other columns of the batch: the names in them tell whether one in the text is new.
    A value without any character beyond ASCII has nothing that only reading can find, and is not sampled.
    """
    text = examined.text
    if not (pa.types.is_string(text.type) or pa.types.is_large_string(text.type)) or len(text) == 0:
        return Sample()
    view = Text.of(text)
    if view.ascii:
        return Sample()
    marks = fingerprints(view)
    beyond = view.beyond_ascii
    low = np.flatnonzero(beyond & (marks <= np.uint64(threshold)))
    if len(low) > 4 * SIZE:  # the lowest of many: no more are needed of one batch
        low = _with_all_of_the_lowest(marks, low)
    encoded = text.take(pa.array(low)).dictionary_encode()
    codes, values = np.asarray(encoded.indices).astype(np.int64), encoded.dictionary.to_pylist()
    times = np.bincount(codes, minlength=len(values))
    first = np.zeros(len(values), dtype=np.int64)
    first[codes[::-1]] = low[::-1]
    names = _names_beside(examined.text_rows[low], examined.rows, codes, companions)
    kept: dict[str, Seen] = {}
    for code, value in enumerate(values):
        seen = Seen(int(marks[first[code]]), int(times[code]), names.get(code, frozenset()))
        short = value[:_LONGEST]
        kept[short] = kept[short].merge(seen) if short in kept else seen
    return Sample(_lowest(kept), int(np.count_nonzero(beyond)))


def _with_all_of_the_lowest(marks: NDArray[np.uint64], low: Ints) -> Ints:
    """Return rows enough to hold the SIZE lowest different fingerprints, and all rows of each of them."""
    different = np.sort(marks[low])
    different = different[np.r_[True, different[1:] != different[:-1]]]
    if len(different) <= SIZE:
        return low
    return np.asarray(low[marks[low] <= different[SIZE]])


def _names_beside(
    rows: Ints, count: int, codes: Ints, companions: Mapping[str, Examined]
) -> dict[int, frozenset[str]]:
    """Return the names that other columns have in the *rows* (of *count*) of each value, by its code."""
    place_of = np.full(count, -1)
    place_of[rows] = np.arange(len(rows))
    beside, names = [], []
    for column in companions.values():
        hits = column.whole.get("person_name")
        if hits is None or hits.values is None or hits.count == 0:
            continue
        at = place_of[hits.rows]
        here = np.flatnonzero(at >= 0)
        beside.append(codes[at[here]])
        names.append(hits.values.take(pa.array(here)).cast(pa.string()))
    if not names:
        return {}
    encoded = pa.concat_arrays(names).dictionary_encode()
    order = np.asarray(pc.sort_indices(encoded.dictionary)).astype(np.int64)
    rank = np.zeros(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    pairs = np.sort(np.concatenate(beside) * len(order) + rank[np.asarray(encoded.indices)])
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]][: len(pairs)]]
    which = pairs // max(len(order), 1)
    # The lowest few names of each value.
    place = np.arange(len(pairs)) - np.searchsorted(which, which)
    found: dict[int, set[str]] = {}
    lowest = pairs[place < _COMPANIONS]
    written = encoded.dictionary.take(pa.array(order[lowest % len(order)] if len(order) else lowest))
    for code, name in zip((lowest // max(len(order), 1)).tolist(), written.to_pylist(), strict=True):
        found.setdefault(code, set()).add(name)
    return {code: frozenset(some) for code, some in found.items()}


def fingerprints(text: Text) -> NDArray[np.uint64]:
    """Return a fixed fingerprint of each value, shape (n,): of its length and of five words spread over it.

    No secret is in it and none is needed: it chooses which values are looked at, and leaves with none.
    """
    words, lengths = text.words(), text.lengths
    mixed = lengths.astype(np.uint64) * _ODD[0]
    reach = np.maximum(lengths - 8, 0)
    for turn, odd in enumerate(_ODD):
        word = words[text.starts + reach * turn // 4]
        if turn == 0:
            # A value shorter than a word ends before the word does.
            bits = np.minimum(lengths, 8).astype(np.uint64) << np.uint64(3)
            mask = np.where(
                bits == 64, np.uint64(_ALL), (np.uint64(1) << (bits & np.uint64(63))) - np.uint64(1)
            )
            short = mask
        mixed = _mix(mixed ^ (word & short) * odd)
    return mixed


_ODD = tuple(
    np.uint64(n)
    for n in (
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    )
)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over all others (Vigna's splitmix64 finalizer)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
