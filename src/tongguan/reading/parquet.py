"""Parquet, row group by row group, in batches bounded by what they weigh when decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from tongguan.errors import Unreadable
from tongguan.reading.cursor import Cursor
from tongguan.reading.pinned import changed
from tongguan.reading.sound import BYTES, ROWS, empty
from tongguan.reading.source import FileSource

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MAGIC = b"PAR1"

# A footer is read before anything is known of the file, so what it may claim has a limit.
_FOOTER_STRING = 64 << 20  # bytes
_FOOTER_LIST = 1_000_000  # elements

_LARGE_ROW_GROUP = 256 << 20  # bytes in the file; larger ones are read through a buffer
_BUFFER = 1 << 20  # bytes a column
_CELL = 16  # bytes; no decoded cell is taken to be smaller, whatever the footer says of the encoded one
_WIDE_CELL = 1 << 10  # bytes; from here a look at some of the column's cells is worth its price
_LOOK = 32  # rows


class ParquetSource(FileSource):
    """One Parquet file. Page checksums, where the file has them, are verified."""

    format = "parquet"

    def rows_hint(self) -> int | None:
        """Return the number of rows the footer claims.

        Read beside the pinned bytes: a progress bar is not worth hashing a folder in advance.
        """
        try:
            with self._pinned.unpinned() as raw:
                rows: int = _parquet_file(raw).metadata.num_rows
        except Exception:  # noqa: BLE001 - whoever reads the file will say what is wrong with it
            return None
        return rows

    def _parse(self) -> Generator[pa.RecordBatch, None, None]:
        if self._pinned.read_at(0, len(MAGIC)) != MAGIC:
            raise changed(self.name)
        file = self._open()
        rows = 0
        for group in range(file.metadata.num_row_groups):
            before = rows
            for batch in _row_group(file, group, _rows_per_batch(file, group)):
                rows += batch.num_rows
                yield batch
            if rows - before != file.metadata.row_group(group).num_rows:
                raise self._refusal()
        if (
            rows < file.metadata.num_rows
        ):  # files exist whose footer claims none and whose row groups hold some
            raise self._refusal()
        if not rows:
            yield empty(file.schema_arrow)

    def _open(self) -> pq.ParquetFile:
        file = _parquet_file(Cursor(self._pinned))
        groups = max(file.metadata.num_row_groups, 1)
        if self.bytes <= _LARGE_ROW_GROUP * groups:
            return file
        return _parquet_file(Cursor(self._pinned), buffer_size=_BUFFER)

    def _refusal(self) -> Unreadable:
        return Unreadable(
            f"{self.name}: cannot be read to its end as Parquet. The gate stays shut.",
            hint="It is cut off, damaged or encrypted, or uses what Arrow cannot read; write it again.",
        )


def _parquet_file(source: BinaryIO | Cursor, buffer_size: int = 0) -> pq.ParquetFile:
    """Open *source*. Read-ahead is off: it would hold the whole file in memory."""
    return pq.ParquetFile(
        source,
        buffer_size=buffer_size,
        pre_buffer=False,
        page_checksum_verification=True,
        thrift_string_size_limit=_FOOTER_STRING,
        thrift_container_size_limit=_FOOTER_LIST,
    )


def _row_group(
    file: pq.ParquetFile, group: int, rows: int, columns: list[str] | None = None
) -> Iterator[pa.RecordBatch]:
    batches: Iterator[pa.RecordBatch] = file.iter_batches(
        batch_size=rows, row_groups=[group], columns=columns, use_threads=False
    )
    return batches


def _rows_per_batch(file: pq.ParquetFile, group: int) -> int:
    """Return how many rows of the row group are to be decoded at once: 1 to ``ROWS``.

    The footer says how much the encoded values weigh. A dictionary makes large cells look small, so
    where cells are wide the first of them are decoded to see.
    """
    footer = file.metadata.row_group(group)
    columns: int = footer.num_columns
    width: int = footer.total_byte_size // max(footer.num_rows, 1)
    if width >= _WIDE_CELL and (wide := _wide_columns(footer)):
        look = next(_row_group(file, group, _LOOK, wide), None)
        if look is not None and look.num_rows:
            width = max(width, int(look.nbytes) // int(look.num_rows))
    width = max(width, _CELL * columns, 1)
    return min(max(BYTES // width, 1), ROWS)


def _wide_columns(footer: pq.RowGroupMetaData) -> list[str]:
    chunks = (footer.column(at) for at in range(footer.num_columns))
    return [c.path_in_schema for c in chunks if c.total_uncompressed_size >= _WIDE_CELL * c.num_values]
