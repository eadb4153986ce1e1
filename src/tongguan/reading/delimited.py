"""CSV, TSV and their like: every column as text, so that no digit of a number is lost."""

from __future__ import annotations

import codecs
from collections.abc import Generator
from functools import cached_property

import pyarrow as pa
import pyarrow.csv as pcsv

from tongguan.errors import LimitExceeded, Unreadable
from tongguan.reading.dialect import SINGLE, Dialect, find_dialect
from tongguan.reading.encoding import Encoding, Utf8, find_encoding
from tongguan.reading.foreign import guarded
from tongguan.reading.parquet import MAGIC
from tongguan.reading.pinned import PinnedFile, changed
from tongguan.reading.sound import bounded, empty
from tongguan.reading.source import FileSource, Partitions

_SAMPLE = 4 << 20  # bytes: the first rows, and the longest header
_BLOCK = 8 << 20  # bytes parsed at once, and so the longest row
_ROWS_NAMED = 10  # in a refusal


class DelimitedSource(FileSource):
    """One text file of rows and fields."""

    format = "csv"

    def __init__(self, pinned: PinnedFile, partitions: Partitions = (), *, first: str = "") -> None:
        """Read *pinned*; *first* is the delimiter its name promises."""
        super().__init__(pinned, partitions)
        self._first = first

    @property
    def header(self) -> bool:
        """Tell whether the first row names the columns."""
        return self._dialect.header

    @cached_property
    def _encoding(self) -> Encoding:
        if self._pinned.read_at(0, len(MAGIC)) == MAGIC:
            # It was text when it was opened. Read as such, a Parquet file shows nobody.
            raise changed(self.name)
        return find_encoding(self._pinned)

    @cached_property
    def _dialect(self) -> Dialect:
        sample = Utf8(self._pinned, self._encoding).read(_SAMPLE)
        text = codecs.getincrementaldecoder("utf-8")().decode(sample)
        dialect = find_dialect(text, whole=len(sample) < _SAMPLE, first=self._first)
        if dialect is None:
            raise self._too_long()
        if not dialect.header:
            self._warnings.append("no header row found; columns are called column_1, column_2, …")
        if dialect.renamed:
            which = _some(dialect.renamed)
            self._warnings.append(f"columns whose name was blank or used before were given one: {which}")
        return dialect

    def _parse(self) -> Generator[pa.RecordBatch, None, None]:
        dialect = self._dialect
        ragged: list[int] = []
        rows, last = 0, ""
        with self._reader(ragged, blank_lines=len(dialect.names) == 1) as reader:
            for block in reader:
                if ragged:
                    break
                if block.num_rows:
                    rows += block.num_rows
                    last = block.column(len(dialect.names) - 1)[-1].as_py()
                    yield from bounded(block)
        if ragged:
            raise self._ragged()
        if ("\n" in last or "\r" in last) and not self._ends_quoted():
            raise self._open_quote()
        if not rows:
            yield empty(pa.schema([(name, pa.string()) for name in dialect.names]))

    def _reader(self, ragged: list[int], *, blank_lines: bool) -> pcsv.CSVStreamingReader:
        """Open a parser that notes in *ragged* the numbers of rows with another number of fields.

        Names are ours and given by position, so that a header with line ends in it, or the same
        name twice, is no matter. *blank_lines* tells that a blank line is a row of one empty field.
        """
        dialect = self._dialect
        names = [str(at) for at in range(len(dialect.names))]

        def note(row: pcsv.InvalidRow) -> str:
            ragged.append(row.number)
            return "skip"

        reader = guarded(
            lambda: pcsv.open_csv(
                Utf8(self._pinned, self._encoding),
                read_options=pcsv.ReadOptions(
                    use_threads=False,
                    block_size=_BLOCK,
                    column_names=names,
                    skip_rows_after_names=dialect.skip,
                ),
                parse_options=pcsv.ParseOptions(
                    delimiter=dialect.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=not blank_lines,
                    invalid_row_handler=note,
                ),
                convert_options=pcsv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), null_values=[]
                ),
            ),
            self._refusal(),
        )
        return reader
