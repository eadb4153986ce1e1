"""Sets of 128-bit keys, as sorted arrays.

A key array is ``uint64`` of shape ``(n, 2)``, C-contiguous, little-endian: column 0 is the high
word, column 1 the low word. A *set* is a key array that is sorted and holds no key twice.

``numpy.unique`` and ``numpy.union1d`` are not used: since NumPy 2.3 they are hash-based and 25 to
50 times slower on such data than one sort and one comparison.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Flags = NDArray[np.uint8]

KEY_BYTES = 16
_TURNS = 12


def no_keys() -> Keys:
    """Return the empty set."""
    return np.empty((0, 2), dtype=np.uint64)


def distinct(keys: Keys) -> Keys:
    """Sort *keys*, shape (n, 2), and keep each once."""
    ordered = _taken(keys, _order(keys))
    return _taken(ordered, np.flatnonzero(_firsts(ordered)))


def distinct_flagged(keys: Keys, flags: Flags, *, runs: bool = False) -> tuple[Keys, Flags]:
    """Sort *keys* and keep each once, with the bitwise OR of its flags (``uint8``, shape (n,)).

    *runs* says that they are a few sets one after the other: such are merged, not sorted.
    """
    if len(keys) == 0:
        return no_keys(), np.empty(0, dtype=np.uint8)
    order = _order(keys, runs=runs)
    ordered = _taken(keys, order)
    firsts = np.flatnonzero(_firsts(ordered))
    return _taken(ordered, firsts), np.bitwise_or.reduceat(flags[order], firsts)


def _whole(keys: Keys) -> NDArray[np.complex128]:
    """Return *keys* as items of 16 bytes each: NumPy moves those faster than rows of two words."""
    items: NDArray[np.complex128] = np.ascontiguousarray(keys).view(np.complex128).reshape(-1)
    return items


def contains(keys: Keys, wanted: Keys) -> NDArray[np.bool_]:
    """Tell for each of *wanted*, shape (n, 2), whether the set *keys* holds it; shape (n,)."""
    if len(keys) == 0 or len(wanted) == 0:
        return np.zeros(len(wanted), dtype=bool)
    high = np.ascontiguousarray(keys[:, 0])
    at = np.searchsorted(high, wanted[:, 0])
    found = np.zeros(len(wanted), dtype=bool)
    # Keys with one high word stand beside each other; random keys need one step.
    step = 0
    open_ = np.arange(len(wanted))
    while len(open_):
        place = at[open_] + step
        inside = place < len(keys)
        open_, place = open_[inside], place[inside]
        same_high = high[place] == wanted[open_, 0]
        open_, place = open_[same_high], place[same_high]
        hit = keys[place, 1] == wanted[open_, 1]
        found[open_[hit]] = True
        open_ = open_[~hit]
        step += 1
    return found


def to_bytes(keys: Keys) -> bytes:
    """Return *keys* as 16 bytes each, little-endian words, high word first."""
    return keys.astype("<u8", copy=False).tobytes()


def from_bytes(data: bytes) -> Keys:
    """Read what :func:`to_bytes` wrote.

    Raises ValueError when the length is not a multiple of 16.
    """
    if len(data) % KEY_BYTES:
        raise ValueError("key data is cut off")
    return np.frombuffer(data, dtype="<u8").astype(np.uint64, copy=False).reshape(-1, 2)


def _order(keys: Keys, *, runs: bool = False) -> NDArray[np.intp]:
    # By the high word, which is faster; then those that have it in common by the low one.
    high = np.ascontiguousarray(keys[:, 0])
    order = np.argsort(high, kind="stable" if runs else None)  # which is a merge of what is sorted already
    high = high[order]
    tied = high[1:] == high[:-1]
    if not tied.any():
        return order
    low = keys[order, 1]
    for turn in range(_TURNS):
        wrong = np.flatnonzero(tied & (low[1:] < low[:-1]))
        if len(wrong) == 0:
            return order
        swap = wrong[(wrong & 1) == (turn & 1)]  # neighbours that touch no others
        for each in (order, low):
            each[swap], each[swap + 1] = each[swap + 1], each[swap]
    # Many in one place: those, and only those, are sorted.
    group = np.cumsum(np.append(False, ~tied))
    open_ = np.zeros(int(group[-1]) + 1, dtype=bool)
    open_[group[np.flatnonzero(tied & (low[1:] < low[:-1]))]] = True
    rest = np.flatnonzero(open_[group])
    order[rest] = order[rest[np.lexsort((low[rest], group[rest]))]]
    return order


def _firsts(ordered: Keys) -> NDArray[np.bool_]:
    firsts = np.ones(len(ordered), dtype=bool)
    firsts[1:] = (ordered[1:, 0] != ordered[:-1, 0]) | (ordered[1:, 1] != ordered[:-1, 1])
    return firsts


def _taken(keys: Keys, places: NDArray[np.intp]) -> Keys:
    return _whole(keys)[places].view(np.uint64).reshape(-1, 2)
