"""Tongguan as a black box: a table goes in; what it says of it comes out, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


@dataclass(frozen=True)
class Said:
    """What was said of one column."""

    kind: str | None = None
    personal: bool = False
    found: int = 0
    mentions: Mapping[str, int] = field(default_factory=dict)
    review: bool = False

    @property
    def flagged(self) -> bool:
        """Tell whether it was called personal, wholly or in single cells."""
        return self.personal or bool(self.mentions)

    def counted(self, kinds: frozenset[str]) -> int:
        """Return how many values were counted as one of *kinds*."""
        whole = self.found if self.kind in kinds else 0
        return whole + sum(count for kind, count in self.mentions.items() if kind in kinds)


@dataclass(frozen=True)
class Answer:
    """What was said of a table. ``failed`` names the class of an error; then nothing was said."""

    columns: Mapping[str, Said]
    high: int = 0
    low: int = 0
    unsure: bool = False
    failed: str = ""

    def column(self, name: str) -> Said:
        """Return what was said of column *name*: of all its nested fields, the one with most in it."""
        own = [
            said
            for path, said in self.columns.items()
            if path == name or path.startswith((f"{name}.", f"{name}["))
        ]
        return max(own, key=lambda said: (said.personal, sum(said.mentions.values())), default=Said())


def ask(table: pa.Table) -> Answer:
    """Scan *table*. An error of the scan is an answer too: a wrong one."""
    import tongguan

    try:
        scan = tongguan.scan(table)
    except Exception as error:  # noqa: BLE001
        return Answer({}, failed=type(error).__name__)
    return Answer(
        {
            column.column: Said(
                column.kind,
                column.kind is not None and column.level != "none",
                column.found,
                dict(column.mentions),
                column.review,
            )
            for column in scan.columns
        },
        scan.people.high("all"),
        scan.people.low("all"),
        bool(scan.unsure),
    )
