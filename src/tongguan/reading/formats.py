"""Which format a file is in: what it holds decides, its name only where that says nothing."""

from __future__ import annotations

from pathlib import PurePath

from tongguan.errors import Unreadable
from tongguan.reading.delimited import DelimitedSource
from tongguan.reading.parquet import MAGIC, ParquetSource
from tongguan.reading.pinned import PinnedFile
from tongguan.reading.source import FileSource, MarkerSource, Partitions

# Suffix to the delimiter it promises.
_TEXT = {".csv": ",", ".tsv": "\t", ".psv": "|", ".txt": "", "": ""}
_PARQUET = frozenset({".parquet", ".parq", ".pq"})
_PACKED = frozenset({".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip", ".7z", ".rar", ".tar", ".tgz"})
_BOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})

# First bytes of what may be called anything: packed as text it would show nobody.
_PACKED_HEADS = (
    b"\x1f\x8b",  # gzip
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # zstandard
    b"PK\x03\x04",  # zip, and every spreadsheet since 2007
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # spreadsheets before 2007
)
_HEAD = 8  # bytes


def open_file(path: str, name: str, partitions: Partitions, *, keep_open: bool) -> FileSource:
    """Open *path* as the format it is in. Raises Unreadable, by *name*, where that is not known."""
    pinned = PinnedFile(path, name, keep_open=keep_open)
    try:
        source = _source(pinned, PurePath(path), partitions)
    except BaseException:
        pinned.close()
        raise
    pinned.rest()
    return source


def _source(pinned: PinnedFile, path: PurePath, partitions: Partitions) -> FileSource:
    head, suffix = pinned.peek(_HEAD), path.suffix.lower()
    if not head:
        if path.name.startswith(("_", ".")):
            return MarkerSource(pinned)
        raise _refused(
            pinned, "is empty: it has no bytes", "An export without rows has a header or a schema."
        )
    if head.startswith(MAGIC):
        return ParquetSource(pinned, partitions)
    if head.startswith(_PACKED_HEADS) or suffix in _PACKED | _BOOKS:
        raise _refused(
            pinned,
            "is packed, or a spreadsheet, and is not read as it is",
            "Unpack it first, or save each sheet as UTF-8 CSV, and check what comes out.",
        )
    if suffix in _PARQUET:
        raise _refused(pinned, "is not a Parquet file, or an encrypted one", "Write it again, not encrypted.")
    if suffix not in _TEXT:
        raise _refused(
            pinned,
            "is of a kind that is not read",
            "Parquet, CSV, TSV and TXT are. If it is not part of the export, take it out of the folder.",
        )
    return DelimitedSource(pinned, partitions, first=_TEXT[suffix])


def _refused(pinned: PinnedFile, what: str, hint: str) -> Unreadable:
    return Unreadable(f"{pinned.name}: {what}. The gate stays shut.", hint=hint)
