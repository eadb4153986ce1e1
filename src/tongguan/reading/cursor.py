"""A pinned file as Arrow wants a Python file to be."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongguan.reading.pinned import PinnedFile


class Cursor(io.RawIOBase):
    """A place in a pinned file. Closing it leaves the file open."""

    def __init__(self, pinned: PinnedFile) -> None:
        """Start at the first byte of *pinned*."""
        super().__init__()
        self._pinned = pinned
        self._at = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def tell(self) -> int:
        """Return the offset of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to *offset* and return where that is."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._pinned.size}[whence]
        self._at = origin + offset
        return self._at

    def read_buffer(self, size: int = -1) -> memoryview:
        """Return up to *size* bytes without copying them: Arrow prefers this to ``read``."""
        if size < 0:
            size = max(self._pinned.size - self._at, 0)
        data = self._pinned.read_at(self._at, size)
        self._at += len(data)
        return data

    def read(self, size: int = -1) -> bytes:
        """Return up to *size* bytes."""
        return bytes(self.read_buffer(size))
