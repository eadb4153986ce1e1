"""From what was asked for to the files there are: none passed over, none read by a side door.

A folder is handed over as a whole, so every file in it has to be read; what is not a regular file
is refused. A symbolic link may be named (it is followed once, here), but one inside a folder is
refused: it could lead anywhere, now or later.
"""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tongguan.errors import Unreadable, UsageError
from tongguan.reading.formats import open_file
from tongguan.reading.frame import frame_source
from tongguan.reading.names import free_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tongguan.reading.source import Partitions, Source

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_NULL = "__HIVE_DEFAULT_PARTITION__"
_KEPT_OPEN = 256  # descriptors; of more files each is opened again when it is read


@dataclass(frozen=True)
class _Found:
    """A file to read: where it is, and where below what was asked for."""

    path: Path
    below: PurePath
    asked: str


def open_sources(what: object) -> list[Source]:
    """Return a source for every file under *what*: a path, several paths, or one frame.

    A path is a file, a folder (all of it, sorted) or a glob. Names are relative to what was asked
    for, or as asked for where that would call two files the same; a file asked for twice is read once.

    Raises Unreadable for what is missing, empty or of no known format, UsageError for what is
    neither a path nor a frame.
    """
    if isinstance(what, str | os.PathLike):
        what = [what]
    if not isinstance(what, list | tuple):
        return [frame_source(what)]
    if not what or not all(isinstance(path, str | os.PathLike) for path in what):
        raise UsageError(
            "No path to read was given. Nothing was read.",
            hint="Name at least one file, folder or glob; pass frames one by one.",
        )
    files = _once(found for path in what for found in _find(os.fsdecode(path)))
    sources: list[Source] = []
    try:
        for file, name in zip(files, _names(files), strict=True):
            keep_open = len(files) <= _KEPT_OPEN
            sources.append(open_file(str(file.path), name, _partitions(file.below), keep_open=keep_open))
    except BaseException:
        for source in sources:
            source.close()
        raise
    if all(source.format == "marker" for source in sources):
        raise _nothing(files[0].asked)
    return sources


def _find(asked: str) -> list[_Found]:
    """Return the files of one path as it was asked for. There is at least one."""
    if url := _URL.match(asked):
        raise UsageError(
            f"Addresses such as {url[1]}:// are not yet read. Nothing was read.",
            hint="Copy the export to a local folder and check it there.",
        )
    path = Path(asked)
    if glob.has_magic(asked) and not os.path.lexists(asked):
        found = list(_matches(asked))
    elif path.is_dir():
        found = [_Found(file, file.relative_to(path), asked) for file in _walk(path)]
    elif os.path.lexists(asked):
        found = [_Found(Path(os.path.realpath(asked)), PurePath(path.name), asked)]
    else:
        raise Unreadable(
            f"{_printable(asked)}: there is no such file or folder. The gate stays shut.",
            hint="Check the path, and that the export was written.",
        )
    if not found:
        raise _nothing(asked)
    return sorted(found, key=lambda file: file.below.parts)


def _matches(pattern: str) -> Iterator[_Found]:
    """Yield what a glob matches, hidden files too: they leave with the rest."""
    parts = Path(pattern).parts
    fixed = next(at for at, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    for match in map(Path, glob.glob(pattern, recursive=True, include_hidden=True)):  # noqa: PTH207 - hidden
        if match.is_symlink():
            raise _irregular(_printable(str(match.relative_to(root))))
        for file in _walk(match) if match.is_dir() else [match]:
            yield _Found(file, file.relative_to(root), pattern)


def _walk(root: Path) -> Iterator[Path]:
    """Yield every file under *root*."""
    folders = [root]
    while folders:
        folder = folders.pop()
        for entry in _entries(folder, root):
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
            else:
                raise _irregular(_printable(str(path.relative_to(root))))


def _entries(folder: Path, root: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        name = _printable(str(folder.relative_to(root.parent)))
    raise Unreadable(
        f"{name}: the folder cannot be listed. The gate stays shut.",
        hint="This user must be allowed to read it and all below it.",
    )


def _once(files: Iterable[_Found]) -> list[_Found]:
    """Return *files* without those that were asked for before."""
    first: dict[str, _Found] = {}
    for file in files:
        first.setdefault(os.path.realpath(file.path.parent) + os.sep + file.path.name, file)
    return list(first.values())


def _names(files: list[_Found]) -> list[str]:
    """Return what each file is called: as it lies below what was asked for, or with that where need be."""
    times = Counter(file.below for file in files)
    taken: set[str] = set()
    return [
        free_name(_printable(str(file.below if times[file.below] == 1 else file.path)), taken)
        for file in files
    ]


def _partitions(below: PurePath) -> Partitions:
    """Return the constant columns that folders named ``key=value`` stand for, as Hive writes them.

    >>> _partitions(PurePath("dt=2026-01-01/city=%E5%8C%97%E4%BA%AC/part-0.parquet"))
    (('dt', '2026-01-01'), ('city', '北京'))
    """
    taken: set[str] = set()
    pairs = (part.split("=", 1) for part in below.parts[:-1] if "=" in part)
    return tuple(
        (free_name(_decoded(key), taken), None if value == _NULL else _decoded(value)) for key, value in pairs
    )


def _decoded(text: str) -> str:
    try:
        return unquote(_printable(text), errors="strict")
    except UnicodeDecodeError:  # a percent sign that was meant
        return _printable(text)


def _printable(path: str) -> str:
    """Return *path* as text that can be encoded: a file name is any bytes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _nothing(asked: str) -> Unreadable:
    return Unreadable(
        f"{_printable(asked)}: holds no data file. The gate stays shut.",
        hint="Check the path; an export without rows is a file with a header or a schema.",
    )


def _irregular(name: str) -> Unreadable:
    return Unreadable(
        f"{name}: is a symbolic link, or not a regular file. The gate stays shut.",
        hint="Put the file itself into the folder; links, pipes, sockets and devices are not followed.",
    )
