"""How a file is written, for whoever writes a copy of it in the same form."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tongguan.reading.encoding import Utf8

if TYPE_CHECKING:
    import pyarrow.parquet as pq

    from tongguan.reading.delimited import DelimitedSource
    from tongguan.reading.encoding import Encoding
    from tongguan.reading.parquet import ParquetSource

_SAMPLE = 4 << 20  # bytes: as much as the delimiter and the header are found in


@dataclass(frozen=True)
class TextForm:
    """How a delimited file is written.

    ``names`` are what the columns are called here; ``header`` the cells as they stand in the file, None
    where there is no header; ``line_end`` ends its first record.
    """

    encoding: Encoding
    delimiter: str
    names: tuple[str, ...]
    header: tuple[str, ...] | None
    line_end: str


def text_form(source: DelimitedSource) -> TextForm:
    """Return how *source* is written. Raises Unreadable where it is not delimited text."""
    dialect, encoding = source._dialect, source._encoding  # noqa: SLF001 - of this package
    sample = Utf8(source._pinned, encoding).read(_SAMPLE)  # noqa: SLF001
    text = codecs.getincrementaldecoder("utf-8")().decode(sample)
    header = None
    if dialect.header:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
        header = tuple(next(islice(records, dialect.skip - 1, None)))
    return TextForm(encoding, dialect.delimiter, dialect.names, header, _first_line_end(text))


def footer(source: ParquetSource) -> pq.ParquetFile:
    """Return the Parquet file of *source*, over its pinned bytes: for its schema and its footer."""
    return source._open()  # noqa: SLF001 - of this package


def _first_line_end(text: str) -> str:
    quoted = False
    for at, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            return "\r\n" if text[at : at + 2] == "\r\n" else character
    return "\n"
