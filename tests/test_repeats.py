"""Looking at repeated values once finds what looking at every row finds."""

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from people_kit import mobile, resident_id

from tongguan.detector import builtin
from tongguan.scanning.examine import _Look
from tongguan.scanning.profile import profile
from tongguan.scanning.repeats import place, spread

VALUES = [
    mobile(1), mobile(2), "139-0000-0053", f"打{mobile(1)}或{mobile(4)}", resident_id("20150101", 1),
    "2026112312345678", f"订单2026112312345678找{mobile(5)}", "a@example.com", "写信 a@example.com", "", " ", "无", "杭州市",
]  # fmt: skip


def both(values, holes):
    array = pa.array(values, type=pa.string())
    rows = np.flatnonzero(np.arange(len(values) + len(holes)) >= 0)
    rows = np.setdiff1d(rows, sorted(holes))[: len(values)]
    look = _Look("c", "string", builtin(), {}, frozenset()).at
    count = len(values) + len(holes)
    plainly = place(look(array, np.ones(len(values), dtype=np.int64)), rows, count)
    encoded = array.dictionary_encode()
    codes = np.asarray(encoded.indices).astype(np.int64)
    once = spread(look(encoded.dictionary, np.bincount(codes)), codes, rows, count)
    return plainly, once


def shown(hits):
    return {
        kind: sorted(zip(hit.rows.tolist(), hit.values.to_pylist(), strict=True))
        for kind, hit in hits.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(VALUES), min_size=1, max_size=60), st.sets(st.integers(0, 10), max_size=3))
def test_repeated_values_are_found_in_every_row_that_holds_them(values, holes):
    plainly, once = both(values, holes)
    assert profile(once) == profile(plainly)
    assert shown(once.whole) == shown(plainly.whole)
    assert shown(once.mentions) == shown(plainly.mentions)
    assert once.filled.tolist() == plainly.filled.tolist()
    assert dict(zip(once.text_rows.tolist(), once.text.to_pylist(), strict=True)) == dict(
        zip(plainly.text_rows.tolist(), plainly.text.to_pylist(), strict=True)
    )
    for hit in (*once.whole.values(), *once.mentions.values()):
        assert (np.diff(hit.rows) >= 0).all()
