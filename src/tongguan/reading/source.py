"""What every source does, whatever it is read from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from tongguan.reading.foreign import guarded_each
from tongguan.reading.pinned import PinnedFile, changed
from tongguan.reading.sound import sound

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tongguan.errors import Unreadable

# Constant columns of a file in a partitioned folder, from its path: name and value (None for null).
Partitions = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class SourceFile:
    """What was read: ``bytes`` bytes with this ``sha256`` (hexadecimal), holding ``rows`` rows."""

    name: str
    format: str
    bytes: int
    sha256: str
    rows: int


class Source(ABC):
    """One file or frame. Use it as a context manager, or close it.

    ``name`` is the path relative to what was asked for; ``format`` is "parquet", "csv", "arrow" or
    "marker" (an empty file such as ``_SUCCESS``).
    """

    format: str

    def __init__(self, name: str, partitions: Partitions = ()) -> None:
        """Name the source; *partitions* become constant columns of every batch."""
        self.name = name
        self._partitions = partitions
        self._warnings: list[str] = []
        self._file: SourceFile | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of how it was read; complete once it has been. No value is in it."""
        return tuple(self._warnings)

    @property
    def header(self) -> bool:
        """Tell whether the columns have names of their own."""
        return True

    @property
    @abstractmethod
    def bytes(self) -> int:
        """Size in bytes, for progress; 0 where nobody knows before reading."""

    def rows_hint(self) -> int | None:
        """Return how many rows there should be, for progress; None where nobody knows before reading."""
        return None

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Stream every row of every column, from the start each time it is called.

        There is always a first batch, if need be of no rows, save for a marker. Batches are
        structurally sound: no index points outside its array, no string holds what is not UTF-8
        (such a column comes as binary, so its type may differ between batches).

        Raises Unreadable, and then what was streamed so far is worth nothing.
        """
        rows = 0
        with closing(self._read()) as raw:
            for batch in guarded_each(raw, self._refusal()):
                rows += batch.num_rows
                yield sound(_with_partitions(batch, self._partitions), self.name)
        self._file = self._seal(rows)

    def file(self) -> SourceFile:
        """Return the digest and the true number of rows. Only after ``batches`` was read to its end."""
        if self._file is None:
            message = "the source has not been read to its end"
            raise ValueError(message)
        return self._file

    @abstractmethod
    def close(self) -> None:
        """Give back what is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    @abstractmethod
    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        """Yield the batches as the format has them; may raise whatever a library raises."""

    @abstractmethod
    def _refusal(self) -> Unreadable:
        """Say that it cannot be read, for whatever a library raised."""

    @abstractmethod
    def _seal(self, rows: int) -> SourceFile:
        """Return what was read, now that *rows* rows have been."""


class FileSource(Source):
    """A source that is one file."""

    def __init__(self, pinned: PinnedFile, partitions: Partitions = ()) -> None:
        """Read *pinned*, which is closed with the source."""
        super().__init__(pinned.name, partitions)
        self._pinned = pinned

    @property
    def bytes(self) -> int:
        """Size of the file."""
        return self._pinned.size

    def close(self) -> None:
        """Close the file."""
        self._pinned.close()

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        try:
            yield from self._parse()
            self._pinned.check_size()
        finally:
            self._pinned.rest()

    def _seal(self, rows: int) -> SourceFile:
        return SourceFile(self.name, self.format, self._pinned.size, self._pinned.sha256, rows)

    @abstractmethod
    def _parse(self) -> Generator[pa.RecordBatch, None, None]:
        """Yield the batches of the pinned file."""


class MarkerSource(FileSource):
    """A file of no bytes that says something by being there, such as Spark's ``_SUCCESS``."""

    format = "marker"

    def _parse(self) -> Generator[pa.RecordBatch, None, None]:
        yield from ()

    def _refusal(self) -> Unreadable:
        return changed(self.name)


def _with_partitions(batch: pa.RecordBatch, partitions: Partitions) -> pa.RecordBatch:
    """Append the constant columns: a value in the path leaves with the file."""
    if not partitions:
        return batch
    columns = [pa.repeat(pa.scalar(value, pa.string()), batch.num_rows) for _, value in partitions]
    fields = [pa.field(name, pa.string()) for name, _ in partitions]
    return pa.RecordBatch.from_arrays([*batch.columns, *columns], schema=pa.schema([*batch.schema, *fields]))
