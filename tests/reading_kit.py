"""What the tests of reading share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tongguan.errors import Unreadable
from tongguan.reading import open_sources

if TYPE_CHECKING:
    from tongguan.reading import Source

# Stands for a person's number. Made up; no message may ever hold it.
CANARY = "110105194912310021"


def rows_of(source: Source) -> list[dict[str, Any]]:
    """Return every row of *source* as a dictionary."""
    return [row for batch in source.batches() for row in batch.to_pylist()]


def read(path: object) -> list[dict[str, Any]]:
    """Return every row of the one source at *path*."""
    (source,) = open_sources(path)
    with source:
        return rows_of(source)


def refusal(path: object) -> str:
    """Return with what words the sources at *path* are refused, having made sure they hide nothing."""
    with pytest.raises(Unreadable) as caught:
        _read_all(path)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert CANARY not in str(error)
    return str(error)


def descriptors() -> int:
    """Return how many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write *content* to a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _read_all(path: object) -> None:
    for source in open_sources(path):
        with source:
            rows_of(source)
