"""A sample: the table of a file, and what its maker knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Found = list[tuple[str, str]]  # (kind, value)


@dataclass(frozen=True)
class Sample:
    """A table and what is known of it.

    ``kinds`` names the columns that are something; ``found`` holds what lies inside columns that are
    free text or of more than one kind; ``people`` are the people written down in it, each once.
    """

    table: pa.Table
    kinds: dict[str, str] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    people: int = 0
    resident_ids: frozenset[str] = frozenset()
    under_14: int = 0
