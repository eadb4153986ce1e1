"""A Parquet copy in the form of its source: codecs, dictionaries, statistics, row groups.

Pages, dictionaries, statistics and page indexes are made anew from the rows that stay; nothing is taken over
as bytes. Bloom filters and sort orders are not written again.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from tongguan.minimising.columns import Cut
    from tongguan.minimising.target import Sink

LARGEST_GROUP = 256 << 20
"""Bytes, decoded: a larger row group is written as several, so that memory stays bounded."""

_DICTIONARY = frozenset({"PLAIN_DICTIONARY", "RLE_DICTIONARY"})
_CODECS = frozenset({"SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4"})


class ParquetCopy:
    """A Parquet file being written, row group by row group.

    ``groups`` are the numbers of rows of the source's row groups; batches are handed over as they were read,
    none across the end of a group.
    """

    def __init__(self, sink: Sink, schema: pa.Schema, form: dict[str, Any], groups: list[int]) -> None:
        """Write batches of *schema* to *sink* in a *form* of :func:`form_of`."""
        self._writer = pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, **form)
        self._schema = schema
        self._ends = groups
        self._read = self.rows = 0
        self._waiting: list[pa.RecordBatch] = []

    def add(self, batch: pa.RecordBatch, read: int) -> None:
        """Write *batch*, what is left of so many *read* rows of the source."""
        self._read += read
        self.rows += batch.num_rows
        if batch.num_rows:
            self._waiting.append(batch)
        size = sum(waiting.nbytes for waiting in self._waiting)
        if size >= LARGEST_GROUP or (self._ends and self._read >= self._ends[0]):
            self._flush()
        while self._ends and self._read >= self._ends[0]:
            self._read -= self._ends.pop(0)

    def close(self) -> None:
        """Write what waits, and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            # One dictionary for the row group: the writer gives up encoding at a second one.
            table = pa.Table.from_batches(self._waiting, self._schema).unify_dictionaries()
            self._waiting = []
            self._writer.write_table(table, row_group_size=table.num_rows)


def form_of(file: pq.ParquetFile, schema: pa.Schema, cut: Cut) -> dict[str, Any]:
    """Return how a copy with *schema* is to be written so that it is as *file* is, for ``ParquetWriter``."""
    footer = file.metadata
    form: dict[str, Any] = {
        "store_schema": b"ARROW:schema" in (footer.metadata or {}),
        "use_compliant_nested_type": not any(".list.item" in path for path in _paths_in(footer.schema)),
    }
    if not footer.num_row_groups:
        return form
    group = footer.row_group(0)
    chunks = [group.column(at) for at in range(group.num_columns)]
    form["write_page_index"] = any(chunk.has_column_index for chunk in chunks)
    if any(chunk.physical_type == "INT96" for chunk in chunks):
        form["use_deprecated_int96_timestamps"] = True
    kept = [chunk for number, chunk in enumerate(chunks) if number not in cut.out]
    paths = _paths(schema, form)
    if len(chunks) != len(cut.leaves) or len(paths) != len(kept):  # a type that is stored as several leaves
        return form | {"compression": _codec(chunks[0])}
    pairs = list(zip(paths, kept, strict=True))
    return form | {
        "compression": {path: _codec(chunk) for path, chunk in pairs},
        "use_dictionary": [path for path, chunk in pairs if not _DICTIONARY.isdisjoint(chunk.encodings)],
        "write_statistics": [path for path, chunk in pairs if chunk.is_stats_set],
    }


def _codec(chunk: pq.ColumnChunkMetaData) -> str:
    codec = str(chunk.compression).upper().removesuffix("_RAW")
    return codec if codec in _CODECS else "NONE"


def _paths(schema: pa.Schema, form: dict[str, Any]) -> list[str]:
    """Return what the leaves of *schema* are called in a Parquet file, in their order."""
    file = io.BytesIO()
    pq.ParquetWriter(file, schema, use_compliant_nested_type=form["use_compliant_nested_type"]).close()
    return _paths_in(pq.read_metadata(file).schema)


def _paths_in(schema: pq.ParquetSchema) -> list[str]:
    return [schema.column(at).path for at in range(len(schema))]
