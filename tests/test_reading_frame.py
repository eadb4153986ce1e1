"""Tables in memory are read as files are: every column, index included, and with a digest."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from reading_kit import CANARY, read, refusal, rows_of, write

from tongguan.errors import Unreadable
from tongguan.reading import open_sources
from tongguan.reading.sound import ROWS


def test_reads_arrow_tables_batches_and_streams_alike():
    table = pa.table({"a": ["x", None], "b": [[1], []]})
    files = []
    for frame in (
        table,
        table.to_batches()[0],
        pd.DataFrame({"a": ["x", None], "b": [[1], []]}),
        Stream(table),
    ):
        (source,) = open_sources(frame)
        assert rows_of(source) == rows_of(source) == table.to_pylist()
        files.append(source.file())
        assert (files[-1].name, files[-1].format, files[-1].rows) == ("frame", "arrow", 2)
        assert files[-1].bytes > 0
    assert files[0] == files[1] == files[3]


class Stream:
    """What polars and DuckDB hand out: an Arrow stream, as often as one likes."""

    def __init__(self, table):
        self.table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.__arrow_c_stream__(requested_schema)


def test_digests_rows_not_how_they_are_cut_into_arrays():
    table = pa.table({"a": [f"{at}" for at in range(100)]})
    (one,), (other,) = open_sources(table), open_sources(table.slice(0, 99))
    rows_of(one)
    rows_of(other)
    assert one.file().sha256 != other.file().sha256


def test_refuses_a_stream_that_gives_other_rows_the_second_time():
    reader = pa.table({"a": [1]}).to_reader()  # can be read only once
    (source,) = open_sources(reader)
    assert rows_of(source) == [{"a": 1}]
    with pytest.raises(Unreadable):
        rows_of(source)


def test_refuses_a_stream_that_breaks_and_does_not_say_how():
    def batches():
        yield pa.record_batch({"a": [1]})
        raise ValueError(CANARY)

    schema = pa.schema([("a", pa.int64())])
    assert "cannot be read" in refusal(pa.RecordBatchReader.from_batches(schema, batches()))


def test_cuts_large_tables():
    (source,) = open_sources(pa.table({"a": np.arange(ROWS * 2 + 1)}))
    assert [batch.num_rows for batch in source.batches()] == [ROWS, ROWS, 1]
    assert source.rows_hint() == source.file().rows == ROWS * 2 + 1


def test_shows_the_columns_of_an_empty_frame():
    (batch,) = open_sources(pd.DataFrame({"a": []}))[0].batches()
    assert (batch.schema.names, batch.num_rows) == (["a"], 0)


def test_keeps_an_index_that_says_something():
    frame = pd.DataFrame({"n": [1, 2]})
    assert list(read(frame)[0]) == ["n"]
    assert read(frame.set_index(pd.Index(["13800138000", "x"], name="phone")))[0] == {
        "phone": "13800138000",
        "n": 1,
    }
    assert list(read(frame.set_index(pd.Index([5, 5])))[0]) == ["index_1", "n"]
    two = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["n", None])
    assert read(frame.set_index(two))[1] == {"n": "b", "index_2": 2, "n_2": 2}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([13800138000, "139"], ["13800138000", "139"]),
        ([110105194912310021, None], [110105194912310021, None]),
        ([110105194912310021, 0.5], ["110105194912310021", "0.5"]),  # as float it would lose digits
        ([2**70, 1], [str(2**70), "1"]),
        ([b"x", "y", None, float("nan")], [b"x", b"y", None, None]),  # leaves() makes it text
        ([b"x", 1], ["x", "1"]),
        ([dt.date(2026, 1, 1), "x"], ["2026-01-01", "x"]),
        ([Decimal("1.50"), None], [Decimal("1.50"), None]),
        ([["a"], "b"], ["['a']", "b"]),
        ([{"a": 1}, {"b": 2}], [{"a": 1, "b": None}, {"a": None, "b": 2}]),
        ([True, "x"], ["True", "x"]),
    ],
)
def test_turns_columns_of_mixed_types_into_text(values, expected):
    rows = read(pd.DataFrame({"a": pd.Series(values, dtype=object)}))
    assert [row["a"] for row in rows] == expected


def test_names_apart_columns_of_the_same_name():
    frame = pd.DataFrame([[1, 2, 3, 4]], columns=["a", "a", "", 5])
    assert read(frame) == [{"a": 1, "a_2": 2, "column_3": 3, "5": 4}]
    frame.columns = pd.MultiIndex.from_tuples([("x", "a"), ("x", "b"), ("y", ""), ("x", "a")])
    assert list(read(frame)[0]) == ["x.a", "x.b", "y.", "x.a_2"]


def test_refuses_a_frame_whose_values_cannot_be_written_down():
    class Odd:
        def __str__(self):
            raise ValueError(CANARY)

    assert "cannot be turned into Arrow" in refusal(pd.DataFrame({"a": [Odd(), 1]}))


def test_reads_categories_and_series():
    assert read(pd.Series(["x", "y", "x"], name="a", dtype="category")) == [
        {"a": "x"},
        {"a": "y"},
        {"a": "x"},
    ]


def test_loads_pandas_only_for_pandas(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\nx,y\n")
    code = f"import sys, tongguan.reading as r; s, = r.open_sources({str(path)!r});"
    code += "[r.leaves(batch) for batch in s.batches()]; sys.exit('pandas' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
