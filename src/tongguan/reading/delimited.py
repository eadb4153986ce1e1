"""CSV, TSV and their like: every column as text, so that no digit of a number is lost."""

from __future__ import annotations

import codecs
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pcsv

from tongguan.errors import Unreadable
from tongguan.reading.dialect import Dialect, find_dialect
from tongguan.reading.encoding import Encoding, Utf8, find_encoding
from tongguan.reading.parquet import MAGIC
from tongguan.reading.pinned import PinnedFile, changed
from tongguan.reading.sound import bounded, empty
from tongguan.reading.source import FileSource, Partitions

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

_SAMPLE = 4 << 20  # bytes: the first rows, and the longest header
_BLOCK = 8 << 20  # bytes parsed at once, and so the longest row
_TAIL = 64  # bytes
_NAMED = 10  # row numbers in a sentence


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
        encoding = find_encoding(self._pinned)
        if self._pinned.read_at(0, len(MAGIC)) == MAGIC:
            # It was text when it was opened. Read as such, a Parquet file shows nobody.
            raise changed(self.name)
        return encoding

    @cached_property
    def _dialect(self) -> Dialect:
        sample = Utf8(self._pinned, self._encoding).read(_SAMPLE)
        text = codecs.getincrementaldecoder("utf-8")().decode(sample)
        dialect = find_dialect(text, whole=len(sample) < _SAMPLE, first=self._first)
        if dialect is None:
            raise self._refusal()
        if not dialect.header:
            self._warnings.append("no header row found; columns are called column_1, column_2, …")
        if dialect.renamed:
            which = _some(dialect.renamed)
            self._warnings.append(f"columns whose name was blank or used before were given one: {which}")
        return dialect

    def _parse(self) -> Generator[pa.RecordBatch, None, None]:
        names = self._dialect.names
        ragged: list[int] = []
        rows, last = 0, ""
        # A blank line is a row only where a row is one field: elsewhere it holds nothing.
        with self._reader(ragged, keep_blank_lines=len(names) == 1) as reader:
            for block in reader:
                if ragged:
                    break
                if block.num_rows:
                    rows += block.num_rows
                    last = block.column(len(names) - 1)[-1].as_py()
                    yield from bounded(block)
        if ragged:
            raise self._ragged()
        if ("\n" in last or "\r" in last) and not self._ends_quoted():
            raise self._refusal()  # the last cell swallowed the line ends after a quote
        if not rows:
            yield empty(pa.schema([(name, pa.string()) for name in names]))

    def _reader(self, ragged: list[int], *, keep_blank_lines: bool) -> pcsv.CSVStreamingReader:
        """Open a parser that notes in *ragged* the numbers of rows with another number of fields.

        The header is skipped and the names are ours, by position: a name that comes twice, or holds
        a line end, is no matter.
        """
        dialect = self._dialect

        def note(row: pcsv.InvalidRow) -> str:
            ragged.append(row.number)
            return "skip"

        return pcsv.open_csv(
            Utf8(self._pinned, self._encoding),
            read_options=pcsv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK,
                column_names=dialect.names,
                skip_rows_after_names=dialect.skip,
            ),
            parse_options=pcsv.ParseOptions(
                delimiter=dialect.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=not keep_blank_lines,
                invalid_row_handler=note,
            ),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(dialect.names, pa.string()),
                null_values=[],
                check_utf8=False,  # the whole file was, and every batch will be
            ),
        )

    def _ragged(self) -> Unreadable:
        """Read once more to count and number the rows that do not fit, blank lines counted."""
        ragged: list[int] = []
        with self._reader(ragged, keep_blank_lines=True) as reader:
            for _ in reader:
                pass
        are = "row has" if len(ragged) == 1 else "rows have"
        than = "header" if self._dialect.header else "first row"
        return Unreadable(
            f"{self.name}: {len(ragged):,} {are} another number of fields than the {than}, which has "
            f"{len(self._dialect.names)} (counted from 1: {_some(ragged)}). The gate stays shut.",
            hint="Take away title and total lines; quote fields that hold delimiters or line ends.",
        )

    def _ends_quoted(self) -> bool:
        """Tell whether the file ends with a quote, line ends aside. In every encoding here it is ASCII."""
        tail = self._pinned.read_at(max(self.bytes - _TAIL, 0), _TAIL).tobytes()
        return tail.replace(b"\0", b"").rstrip(b"\r\n").endswith(b'"')

    def _refusal(self) -> Unreadable:
        return Unreadable(
            f"{self.name}: cannot be read to its end as delimited text. The gate stays shut.",
            hint=f"A quote is never closed, or a row is longer than {_BLOCK >> 20} MiB.",
        )


def _some(numbers: Sequence[int]) -> str:
    """Return the first of *numbers*, for a sentence."""
    more = ", …" if len(numbers) > _NAMED else ""
    return ", ".join(f"{number:,}" for number in numbers[:_NAMED]) + more
