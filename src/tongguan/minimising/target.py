"""The folder a copy is written into: all of it or nothing, and never over anything.

Every file is written under a name of its own beside its place, flushed to the disk, and given its name when
all of them are there. Where something fails, what was written and the folders made for it are gone again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Self

from tongguan.errors import TongguanError, UsageError
from tongguan.minimising.columns import NOTHING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


class NotWritten(TongguanError):
    """The copy could not be written; nothing of it was left."""


class Sink(io.RawIOBase):
    """A new file being written, with its SHA-256 and its size in bytes so far."""

    def __init__(self, path: Path, name: str) -> None:
        """Make the file *path*, which must not be there; its mode is what the user's umask leaves of 0666."""
        super().__init__()
        self.path, self.name, self.size = path, name, 0
        self.sha256 = hashlib.sha256()
        self._abandoned = False
        self._file = os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), "wb"
        )

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: Buffer) -> int:
        """Write all of *data*; nothing once it is abandoned."""
        if not self._abandoned:
            self._file.write(data)
            self.sha256.update(data)
        self.size += memoryview(data).nbytes
        return memoryview(data).nbytes

    def abandon(self) -> None:
        """Take no more: a Parquet writer that is given up still writes its footer, whenever it is deleted."""
        self._abandoned = True

    def close(self) -> None:
        """Close it, its bytes on the disk."""
        if not self._file.closed:
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            finally:
                self._file.close()
        super().close()


def require_apart(what: object, out: Path) -> None:
    """Raise UsageError where *out* lies in a folder that is to be read: the next time it would be too."""
    asked = what if isinstance(what, (list, tuple)) else [what]
    for path in asked:
        if isinstance(path, (str, os.PathLike)) and Path(path).is_dir():
            folder, where = Path(path).resolve(), out.resolve()
            if folder == where or folder in where.parents:
                raise _in_the_way(out)


def _in_the_way(out: Path) -> UsageError:
    return UsageError(
        f"{_printable(out)}: lies where the files to read are. {NOTHING}",
        hint="Name another folder: what is there is never written over, nor read with the export.",
    )


class Target:
    """The folder *out*: new, or empty. Use it as a context manager, and :meth:`keep` what was written."""

    def __init__(self, out: Path, sources: list[Path]) -> None:
        """Refuse *out* where it is not empty, or lies in one of *sources*, or one of them in it."""
        self.out = out
        where = out.resolve()
        if any(where == path or path in where.parents or where in path.parents for path in sources):
            raise _in_the_way(out)
        if os.path.lexists(out) and not (out.is_dir() and not any(out.iterdir())):
            raise UsageError(
                f"{_printable(out)}: is there already, and not an empty folder. {NOTHING}",
                hint="Name a new folder: nothing is ever written over, and all in it is the export.",
            )
        self._folders: list[Path] = []
        self._sinks: list[tuple[Sink, Path]] = []
        self._placed: list[Path] = []

    def open(self, name: str) -> Sink:
        """Return a new file that is to be called *name* (a path below the folder)."""
        below = PurePath(name)
        if below.is_absolute() or ".." in below.parts:
            raise UsageError(
                f"{name}: two of the files to read have the same name. {NOTHING}",
                hint="Name the folder they are in, or minimise them one by one.",
            )
        path = self.out / below
        try:
            self._make(path.parent)
            sink = Sink(path.with_name(f".{secrets.token_hex(8)}.{path.name}"), name)
        except OSError:
            sink = None
        if sink is None:
            raise unwritable(name)
        self._sinks.append((sink, path))
        return sink

    def keep(self) -> None:
        """Give every file its name. Raises NotWritten, and then nothing is kept."""
        failed = ""
        for sink, path in self._sinks:
            try:
                sink.close()
                os.link(sink.path, path)  # unlike renaming, this never writes over anything
                self._placed.append(path)
                sink.path.unlink()
            except OSError:
                failed = failed or sink.name
        if failed:
            raise unwritable(failed)
        for folder in {path.parent for path in self._placed}:
            _sync(folder)
        self._sinks, self._placed, self._folders = [], [], []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sink, _path in self._sinks:
            with contextlib.suppress(OSError, ValueError):
                sink.close()
        for path in (*self._placed, *(sink.path for sink, _path in self._sinks)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            each.mkdir()
            self._folders.append(each)


def unwritable(name: str) -> NotWritten:
    """Say that the copy of *name* cannot be written."""
    return NotWritten(
        f"{name}: the copy cannot be written. Nothing of it was kept.",
        hint="The folder must be one this user may write, on a disk with room enough that knows hard links.",
    )


def _sync(folder: Path) -> None:
    """Put the names in *folder* on the disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _printable(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")
