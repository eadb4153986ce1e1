"""Values that repeat are looked at once.

A city column of a million rows holds a few hundred different values. They are examined, and what was
found is spread over the rows that hold them; the result is that of looking at every row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.scanning.examined import Examined, Hits

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongguan.kernels.text import Ints

# Encoding costs about as much as three patterns: it must be likely to save more.
_FEWEST = 2048
_SAMPLE = 256
_SHARE = 0.25


def examine_repeated(
    values: pa.Array, rows: Ints, count: int, look: Callable[[pa.Array, Ints], Examined]
) -> Examined:
    """Return what *look* finds in *values*, the strings of the *rows* of a column of *count* rows.

    *look* is handed different values and how often each occurs.
    """
    folded = _fold(values)
    if folded is None:
        return place(look(values, np.ones(len(values), dtype=np.int64)), rows, count)
    codes, different = folded
    return spread(look(different, np.bincount(codes, minlength=len(different))), codes, rows, count)


def _fold(values: pa.Array) -> tuple[Ints, pa.Array] | None:
    if len(values) < _FEWEST:
        return None
    sample = values.take(pa.array(np.arange(0, len(values), len(values) // _SAMPLE)))
    if pc.count_distinct(sample).as_py() > _SHARE * len(sample):
        return None
    encoded = values.dictionary_encode()
    return np.asarray(encoded.indices).astype(np.int64), encoded.dictionary


def place(seen: Examined, rows: Ints, count: int) -> Examined:
    """Put what was *seen* of values, in their order, into the *rows* they stand in."""

    def put(hits: Hits) -> Hits:
        return replace(hits, rows=rows[hits.rows])

    return replace(
        seen,
        rows=count,
        text_rows=rows[seen.text_rows],
        whole={kind: put(hits) for kind, hits in seen.whole.items()},
        mentions={kind: put(hits) for kind, hits in seen.mentions.items()},
        ruined=rows[seen.ruined],
    )


def spread(seen: Examined, codes: Ints, rows: Ints, count: int) -> Examined:
    """Put what was *seen* of different values into the *rows* that hold them.

    *codes*, of the shape of *rows*, says which of the values each row holds.
    """
    order = np.argsort(codes, kind="stable")
    begins = np.searchsorted(codes[order], np.arange(seen.rows + 1))

    def holders(values: Ints) -> tuple[Ints, Ints]:
        """Return the rows, ascending, that hold each of *values*, and which of them it is."""
        times = begins[values + 1] - begins[values]
        which = np.repeat(np.arange(len(values)), times)
        first = np.repeat(begins[values] - (np.cumsum(times) - times), times)
        held = rows[order[first + np.arange(len(which))]]
        ascending = np.argsort(held, kind="stable")
        return held[ascending], which[ascending]

    def put(hits: Hits) -> Hits:
        held, which = holders(hits.rows)
        values = None if hits.values is None else hits.values.take(pa.array(which))
        written = None if hits.written is None else hits.written[which]
        return Hits(held, values, written=written)

    text_rows, which = holders(seen.text_rows)
    return replace(
        seen,
        rows=count,
        text_rows=text_rows,
        text=seen.text.take(pa.array(which)),
        whole={kind: put(hits) for kind, hits in seen.whole.items()},
        mentions={kind: put(hits) for kind, hits in seen.mentions.items()},
        ruined=holders(seen.ruined)[0],
    )
