"""From files and frames to batches of rows, whole or not at all.

A :class:`Source` streams every row of every column and ends with a digest of exactly the bytes that
were read. What cannot be read to its end raises :class:`~tongguan.errors.Unreadable`: nobody knows
who is inside, so the gate stays shut.
"""

from __future__ import annotations

from tongguan.reading.flatten import Leaves, leaves
from tongguan.reading.paths import open_sources
from tongguan.reading.sound import gathered
from tongguan.reading.source import Source, SourceFile

__all__ = ["Leaves", "Source", "SourceFile", "gathered", "leaves", "open_sources"]
