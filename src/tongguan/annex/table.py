"""A table of an annex: what both renderings are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True)
class Fill:
    """A cell that nobody but a person can fill; ``what`` says what belongs there."""

    what: str

    def __str__(self) -> str:
        return f"【待填】{self.what}"


Cell: TypeAlias = str | int | date | Fill
"""An ``int`` is a count, an empty ``str`` a cell to which nothing belongs; no floats, no bools."""


@dataclass(frozen=True)
class Table:
    """One table: ``heads`` over ``rows`` of as many cells each, and ``notes`` under them.

    ``title`` names a sheet: at most 31 characters, and none that Excel refuses there.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row of another width: its cells would stand under the wrong heads."""
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError(f"a row of the table {self.title} is not {len(self.heads)} cells wide")


def stated(text: str, what: str) -> Cell:
    """Return what the register states, or what belongs there if it is blank."""
    return text.strip() or Fill(what)


_KEPT = "\n\u3000"
"""Not printable in Python's eyes, and meant: a new line, and the blank of Chinese text."""


def printable(text: str) -> str:
    """Return *text* with every character that is not printable shown as a square, as in reports.

    Names come from outside: what turns the direction of writing, or ends a line unseen, is not repeated.
    """
    unified = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(c if c.isprintable() or c in _KEPT else "□" for c in unified)
