"""A delimited copy in the form of its source: encoding, byte order mark, delimiter, header, line ends.

Fields are quoted where they have to be. The copy is read again before it is kept: with a column gone, a first
row without a header may read as one, and its person would be lost.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.errors import Unreadable, UsageError
from tongguan.minimising.columns import NOTHING
from tongguan.reading.dialect import DELIMITERS
from tongguan.reading.form import text_form
from tongguan.reading.formats import open_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongguan.minimising.target import Sink
    from tongguan.reading.form import TextForm

_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


class DelimitedCopy:
    """A delimited file being written, with the columns at *kept* of those that were read."""

    def __init__(self, sink: Sink, form: TextForm, kept: Sequence[int]) -> None:
        """Write to *sink* in *form*, the header first."""
        self._sink, self._form, self.rows = sink, form, 0
        self._header = None if form.header is None else tuple(form.header[at] for at in kept)
        marks = DELIMITERS if len(kept) == 1 else (form.delimiter,)
        self._special = rf'["\r\n{"".join(marks)}]' if len(kept) > 1 else rf'^$|["\r\n{"".join(marks)}]'
        if form.encoding.mark:
            sink.write(_MARKS[form.encoding.codec])
        if self._header is not None:
            self._write(_record(self._header, form, alone=marks if len(kept) == 1 else ()))

    def add(self, batch: pa.RecordBatch, read: int) -> None:
        """Write *batch*, what is left of so many *read* rows of the source."""
        del read
        self.rows += batch.num_rows
        if batch.num_rows:
            fields = [self._quoted(column) for column in batch.columns]
            lines = pc.binary_join_element_wise(*fields, self._form.delimiter)
            self._write(self._form.line_end.join(lines.to_pylist()) + self._form.line_end)

    def close(self) -> None:
        """Do nothing more: a delimited file has no end of its own."""

    def prove(self) -> None:
        """Read the copy again. Raises UsageError where its columns or rows are not those written."""
        if self._header is None and not self.rows:
            raise UsageError(f"{self._sink.name}: no row would be left. {NOTHING}", hint=_NO_HEADER)
        try:
            same = self._same()
        except Unreadable:
            same = False
        if not same:
            raise UsageError(
                f"{self._sink.name}: what is left would read as another table than it is. {NOTHING}",
                hint=_NO_HEADER,
            )

    def _same(self) -> bool:
        source = open_file(str(self._sink.path), self._sink.name, (), keep_open=True)
        with source:
            found = text_form(source)  # type: ignore[arg-type]  # that it is one was decided by its bytes
            columns = 1 if self._header is None else len(self._header)
            if found.header != self._header or (self._header is not None and len(found.names) != columns):
                return False
            for _ in source.batches():
                pass
            return source.file().rows == self.rows and self._reads_alike(found)

    def _reads_alike(self, found: TextForm) -> bool:
        """Tell whether the encoding found is the one written, or another in which the bytes say the same."""
        if found.encoding == self._form.encoding:
            return True
        with self._sink.path.open("rb") as file:
            return all(block.isascii() for block in iter(lambda: file.read(_BLOCK), b""))

    def _quoted(self, column: pa.Array) -> pa.Array:
        special = pc.match_substring_regex(column, self._special)
        if not pc.any(special).as_py():
            return column
        doubled = pc.replace_substring(column, '"', '""')
        return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), column)

    def _write(self, text: str) -> None:
        self._sink.write(text.encode(self._form.encoding.codec))


def _record(cells: Sequence[str], form: TextForm, *, alone: Sequence[str]) -> str:
    """Return *cells* as a line; of a single one also those marks quoted that would cut it in two."""
    line = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if any(mark in cells[0] for mark in alone) else csv.QUOTE_MINIMAL
    writer = csv.writer(line, delimiter=form.delimiter, lineterminator=form.line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(cells)
    return line.getvalue()


_BLOCK = 1 << 20  # bytes
_NO_HEADER = "Give the file a header, in UTF-8, and minimise it again."
