"""What was seen of a column, as counters that add up.

``profile(a + b) == profile(a).merge(profile(b))``: that is what lets one core serve one process,
several, and a cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels import dates
from tongguan.scanning.examined import LONGEST_RUN, Examined, Hits
from tongguan.scanning.sample import Sample

K = TypeVar("K")
Tally = Mapping[str, int]


@dataclass(frozen=True)
class Profile:
    """Counters of one column.

    ``checked`` counts values that are not blank, ``size`` their bytes. ``found`` counts by kind the
    values that are one, ``mentions`` the values inside longer ones; ``found_at`` and
    ``mentions_at`` count the same by (kind, length); ``tokens`` counts the values that are digits alone
    by length, ``inside`` the numbers in longer ones. ``failed`` and ``failed_inside`` count by (kind, length)
    what has the shape of a kind and fails its check. ``years`` counts dates by
    year, ``unread`` the values nobody could look at, ``ruined`` the numbers whose last digits are lost.
    ``sample`` holds some of the values, for what is too dear to ask of all; it stays in the scan.
    """

    type: str = ""
    rows: int = 0
    checked: int = 0
    size: int = 0
    unread: int = 0
    found: Tally = field(default_factory=dict)
    mentions: Tally = field(default_factory=dict)
    found_at: Mapping[tuple[str, int], int] = field(default_factory=dict)
    mentions_at: Mapping[tuple[str, int], int] = field(default_factory=dict)
    tokens: tuple[int, ...] = (0,) * (LONGEST_RUN + 1)
    inside: tuple[int, ...] = (0,) * (LONGEST_RUN + 1)
    years: Mapping[int, int] = field(default_factory=dict)
    ruined: int = 0
    failed: Mapping[tuple[str, int], int] = field(default_factory=dict)
    failed_inside: Mapping[tuple[str, int], int] = field(default_factory=dict)
    sample: Sample = field(default_factory=Sample)

    def merge(self, other: Profile) -> Profile:
        """Return the profile of both parts together."""
        return Profile(
            _types(self, other),
            self.rows + other.rows,
            self.checked + other.checked,
            self.size + other.size,
            self.unread + other.unread,
            _add(self.found, other.found),
            _add(self.mentions, other.mentions),
            _add(self.found_at, other.found_at),
            _add(self.mentions_at, other.mentions_at),
            tuple(a + b for a, b in zip(self.tokens, other.tokens, strict=True)),
            tuple(a + b for a, b in zip(self.inside, other.inside, strict=True)),
            _add(self.years, other.years),
            self.ruined + other.ruined,
            _add(self.failed, other.failed),
            _add(self.failed_inside, other.failed_inside),
            self.sample.merge(other.sample),
        )


_NOTHING_SAMPLED = Sample()


def _types(left: Profile, right: Profile) -> str:
    """Return the types of both parts, in an order of their own; of a part without values nothing is asked."""
    parts = [part for part in (left, right) if part.checked] or [left, right]
    return " | ".join(sorted({kind for part in parts for kind in part.type.split(" | ") if kind}))


def _add(left: Mapping[K, int], right: Mapping[K, int]) -> dict[K, int]:
    return dict(Counter(left) + Counter(right))


def profile(examined: Examined, sampled: Sample = _NOTHING_SAMPLED) -> Profile:
    """Count what was seen in one column of one batch, of which *sampled* is a sample."""
    return Profile(
        examined.type,
        examined.rows,
        examined.checked,
        _size(examined.text),
        examined.unread,
        {kind: hit.count for kind, hit in examined.whole.items()},
        {kind: hit.count for kind, hit in examined.mentions.items()},
        _by_length(examined.whole),
        _by_length(examined.mentions),
        tuple(int(n) for n in examined.tokens),
        tuple(int(n) for n in examined.inside),
        _years(examined),
        len(examined.ruined),
        examined.failed,
        examined.failed_inside,
        sampled,
    )


def _by_length(found: Mapping[str, Hits]) -> dict[tuple[str, int], int]:
    at: dict[tuple[str, int], int] = {}
    for kind, hits in found.items():
        if hits.written is not None:
            lengths = np.bincount(np.minimum(hits.written, LONGEST_RUN))
            at |= {(kind, int(n)): int(lengths[n]) for n in np.flatnonzero(lengths)}
    return at


def _size(text: pa.Array) -> int:
    if pa.types.is_string(text.type) or pa.types.is_large_string(text.type):
        return int(pc.sum(pc.binary_length(text)).as_py() or 0)
    return len(text) * 8


def _years(examined: Examined) -> dict[int, int]:
    hits = examined.whole.get("date_of_birth")
    if hits is None or hits.count == 0:
        return {}
    years = (dates.of_text(hits.values) if hits.dates is None else hits.dates) // 10_000
    first = int(years.min())
    counts = np.bincount(years - first)
    return {first + int(place): int(counts[place]) for place in np.flatnonzero(counts)}
