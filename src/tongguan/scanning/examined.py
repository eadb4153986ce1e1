"""What was found in one column of one batch. Holds values, and so never leaves the scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tongguan.kernels.dates import Dates
    from tongguan.kernels.text import Ints, Mask

LONGEST_RUN = 32

# What people type when they have nothing to say. None of it is somebody's.
_NOTHING = pa.array(
    ["null", "NULL", "None", "none", "nan", "NaN", "N/A", "n/a", "NA", "\\N", "-", "--", "/", "0",
     "无", "暂无", "没有", "未知", "未填写", "不详", "空", "unknown", "test", "测试"]
)  # fmt: skip
_LONGEST_NOTHING = 9

# Masked until nothing is left: whose it was, or whether there was anything, nobody can tell.
_MASKED_AWAY = "^[*＊×●•■█#\\s-]+$"
_FIRST_OF_A_MASK = np.frombuffer("*＊×●•■█#".encode(), dtype=np.uint8)


@dataclass(frozen=True)
class Hits:
    """Values of one kind: their ``rows`` and their canonical ``values``, both of shape (n,).

    ``written`` are the lengths they had before they were made canonical; ``dates`` (yyyymmdd) stands
    instead of values where the column is a date already.
    """

    rows: Ints
    values: pa.Array | None
    dates: Dates | None = None
    written: Ints | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def first_of_row(self) -> Mask:
        """Which of them are the first in their row, shape (n,)."""
        return np.asarray(np.r_[True, self.rows[1:] != self.rows[:-1]][: len(self.rows)], dtype=bool)

    def filter(self, which: Mask) -> Hits:
        """Return those that *which*, shape (n,), marks."""
        return Hits(
            self.rows[which],
            None if self.values is None else self.values.filter(pa.array(which)),
            None if self.dates is None else self.dates[which],
            None if self.written is None else self.written[which],
        )

    def join(self, other: Hits) -> Hits:
        """Return these and *other*, both with values, in the order of their rows."""
        rows = np.concatenate([self.rows, other.rows])
        order = np.argsort(rows, kind="stable")
        values = pa.concat_arrays([self.values, other.values.cast(self.values.type)])  # type: ignore[union-attr]
        written = None
        if self.written is not None and other.written is not None:
            written = np.concatenate([self.written, other.written])[order]
        return Hits(rows[order], values.take(pa.array(order)), written=written)


@dataclass(frozen=True)
class Examined:
    """A column of *rows* rows: what was found as whole values and inside longer ones.

    ``text_rows`` and ``text`` are the non-blank values, tidied. ``tokens`` counts the values that are
    digits alone by length, and ``inside`` the numbers in longer values: a share is judged against
    them. ``failed`` counts by (kind, length) the values of a kind's shape that fail its check, whole and
    inside. ``unread`` counts the values that no detector could look at. ``ruined`` are the rows of numbers
    that lost their last digits before they came here.
    """

    name: str
    type: str
    rows: int
    text_rows: Ints
    text: pa.Array
    whole: Mapping[str, Hits] = field(default_factory=dict)
    mentions: Mapping[str, Hits] = field(default_factory=dict)
    tokens: NDArray[np.int64] = field(default_factory=lambda: np.zeros(LONGEST_RUN + 1, dtype=np.int64))
    inside: NDArray[np.int64] = field(default_factory=lambda: np.zeros(LONGEST_RUN + 1, dtype=np.int64))
    failed: Mapping[tuple[str, int], int] = field(default_factory=dict)
    failed_inside: Mapping[tuple[str, int], int] = field(default_factory=dict)
    unread: int = 0
    ruined: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def checked(self) -> int:
        """How many values say something."""
        return int(np.count_nonzero(self.filled))

    @cached_property
    def filled(self) -> Mask:
        """Rows in which something is said, shape (rows,): not blank, no word for nothing, not masked away."""
        mask = np.zeros(self.rows, dtype=bool)
        mask[self.text_rows] = True
        if pa.types.is_string(self.text.type) or pa.types.is_large_string(self.text.type):
            short = np.flatnonzero(np.asarray(pc.binary_length(self.text)) <= _LONGEST_NOTHING)
            words = self.text.take(pa.array(short))
            nothing = np.asarray(pc.is_in(words, value_set=_NOTHING.cast(words.type)))
            mask[self.text_rows[short[nothing]]] = False
            stars = np.flatnonzero(np.isin(Text.of(self.text).first, _FIRST_OF_A_MASK))
            if len(stars):
                away = pc.match_substring_regex(self.text.take(pa.array(stars)), _MASKED_AWAY)
                mask[self.text_rows[stars[np.asarray(away)]]] = False
        return mask
