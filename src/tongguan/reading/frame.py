"""Tables that are already in memory, or stream from another library."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tongguan.errors import Unreadable, UsageError
from tongguan.reading.foreign import guarded
from tongguan.reading.names import free_name, named
from tongguan.reading.pinned import changed
from tongguan.reading.sound import ROWS, bounded, empty
from tongguan.reading.source import Source, SourceFile

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from _typeshed import ReadableBuffer as Buffer

_NAME = "frame"


class FrameSource(Source):
    """An Arrow table, or anything that hands out an Arrow stream each time it is asked.

    The digest is of the rows as an Arrow IPC stream. A stream that can be read only once, or gives
    other rows the second time, is refused the second time.
    """

    format = "arrow"

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - whatever has an Arrow stream
        """Read *stream*: a pyarrow Table or an object with ``__arrow_c_stream__``."""
        super().__init__(_NAME)
        self._stream = stream
        self._sink: _Sink | None = None

    @property
    def bytes(self) -> int:
        """Size in memory, where it is known."""
        return self._stream.nbytes if isinstance(self._stream, pa.Table) else 0

    def rows_hint(self) -> int | None:
        """Return the number of rows, where it is known."""
        return self._stream.num_rows if isinstance(self._stream, pa.Table) else None

    def close(self) -> None:
        """Do nothing: the frame is the caller's."""

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        schema, batches = self._batches()
        self._sink, rows = _Sink(), 0
        with pa.ipc.new_stream(pa.PythonFile(self._sink, mode="w"), schema) as digest:
            for batch in batches:
                digest.write_batch(batch)
                if batch.num_rows:
                    rows += batch.num_rows
                    yield from bounded(batch)
        if not rows:
            yield empty(schema)

    def _batches(self) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        if isinstance(self._stream, pa.Table):
            return self._stream.schema, iter(self._stream.to_batches(max_chunksize=ROWS))
        reader = pa.RecordBatchReader.from_stream(self._stream)
        return reader.schema, iter(reader)

    def _seal(self, rows: int) -> SourceFile:
        sink = self._sink or _Sink()
        sealed = SourceFile(self.name, self.format, sink.size, sink.sha256.hexdigest(), rows)
        if self._file is not None and self._file != sealed:
            raise changed(self.name)
        return sealed

    def _refusal(self) -> Unreadable:
        return Unreadable(
            "frame: cannot be read to its end. The gate stays shut.",
            hint="Turn it into a pyarrow Table first; the library that made it says what is wrong.",
        )


def frame_source(frame: object) -> FrameSource:
    """Return a source for *frame*: pandas, pyarrow, or anything with an Arrow stream (polars, DuckDB).

    pandas is imported only if the frame is of pandas: then it is there already.
    """
    refusal = Unreadable(
        "frame: cannot be turned into Arrow. The gate stays shut.",
        hint="Columns must hold text, numbers, dates, lists or dictionaries.",
    )
    if isinstance(frame, pa.RecordBatch):
        return FrameSource(pa.Table.from_batches([frame]))
    if type(frame).__module__.partition(".")[0] == "pandas":
        return FrameSource(guarded(lambda: _from_pandas(frame), refusal))
    if isinstance(frame, pa.Table) or hasattr(frame, "__arrow_c_stream__"):
        return FrameSource(frame)
    raise UsageError(
        "What is to be read is neither paths nor a table. Nothing was read.",
        hint="Pass a path, a list of paths, a pandas DataFrame, a pyarrow Table, or an Arrow stream.",
    )


def _from_pandas(frame: Any) -> pa.Table:  # noqa: ANN401 - a DataFrame or a Series, whose names stay out of here
    """Return all columns of *frame*, and its index unless that only counts the rows."""
    import pandas as pd

    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    labels, columns = [], []
    if not isinstance(frame.index, pd.RangeIndex):
        for level in range(frame.index.nlevels):
            labels.append(_label(frame.index.names[level]) or f"index_{level + 1}")
            columns.append(frame.index.get_level_values(level).to_series())
    for at in range(frame.shape[1]):
        labels.append(_label(frame.columns[at]))
        columns.append(frame.iloc[:, at])
    taken: set[str] = set()
    names = [free_name(name, taken) for name in named("column", labels)]
    return pa.Table.from_arrays([_column(column) for column in columns], names=names)


def _label(label: object) -> str:
    """Return a column's label as a name; levels of a MultiIndex are joined by dots."""
    if isinstance(label, tuple):
        return ".".join(map(_label, label))
    return "" if label is None else str(label)


def _column(series: Any) -> pa.Array:  # noqa: ANN401 - a Series
    """Return *series* as Arrow has it, or as text where its values are of types that do not mix."""
    try:
        return pa.array(series, from_pandas=True)
    except Exception:  # noqa: BLE001, S110 - pandas and Arrow raise many things here, with the value in them
        pass
    pairs = zip(series, series.isna(), strict=True)
    return pa.array([None if missing else _text(value) for value, missing in pairs], pa.string())


def _text(value: object) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


class _Sink(io.RawIOBase):
    """A file that keeps nothing of what is written to it but its digest and size."""

    def __init__(self) -> None:
        super().__init__()
        self.sha256 = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        size = memoryview(data).nbytes
        self.sha256.update(data)
        self.size += size
        return size
