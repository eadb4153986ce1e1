"""What a scan says: sources, columns, people, and what is unsure. No value is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongguan.persons.people import CLASSES, People

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from tongguan.scanning.copies import Contained
    from tongguan.scanning.plan import Level
    from tongguan.scanning.statement import Statement


@dataclass(frozen=True)
class ScannedSource:
    """One file that was read to its end. ``sha256`` is of the bytes that were scanned."""

    name: str
    format: str
    bytes: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class Column:
    """What one column is.

    ``checked`` counts values that are not blank, ``found`` those of the kind; ``distinct`` counts
    different values and is known for kinds that identify or name. ``mentions`` counts, by kind,
    values found inside longer ones, or in single cells of a column of no kind.

    ``kind`` is what the scan found. Where the register says otherwise, that is ``stated``, and it is
    what counts: :attr:`counts_as` and ``level`` are of it.
    """

    source: str
    column: str
    type: str
    kind: str | None
    level: Level
    likelihood: float
    why: tuple[str, ...]
    alternates: tuple[tuple[str, float], ...]
    checked: int
    found: int
    distinct: int | None
    mentions: Mapping[str, int]
    subject: str | None
    review: bool
    stated: Statement | None = None

    @property
    def counts_as(self) -> str | None:
        """The kind by which persons are counted and the law is asked; None for none."""
        return self.kind if self.stated is None else self.stated.means(self.kind)


@dataclass(frozen=True)
class Important:
    """A hint of possible important data (NDSMR 62)."""

    hint: str
    column: str
    why: str


@dataclass(frozen=True)
class Detectors:
    """By which detectors was looked: a digest of all, and titles, by kind, of those not built in."""

    sha256: str
    own: Mapping[str, str]


@dataclass(frozen=True)
class Remainder:
    """What would remain if ``columns`` were left out: the ``people``, by the same count.

    ``unsure`` is set where what remains would leave the number of persons unknown.
    """

    columns: tuple[str, ...]
    kinds: frozenset[str]
    people: People
    unsure: bool


@dataclass(frozen=True)
class Scan:
    """What is inside, and how many people.

    ``complete`` is false when something could not be read. ``unsure`` says in sentences what keeps
    the number of persons from being known; where it is not empty, no gate may open on ``people``.
    ``without`` holds the count for each leave-out that was asked for; ``copies`` tells what follows for
    others, without counting. ``combinations`` are the ids of those of the catalogue that a table is: what is
    more together than each is alone.
    """

    complete: bool
    rows: int
    profile: str
    sources: tuple[ScannedSource, ...]
    columns: tuple[Column, ...]
    people: People = field(repr=False)
    without: Mapping[str, Remainder] = field(repr=False)
    important: tuple[Important, ...] = ()
    warnings: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    detectors: Detectors | None = None
    combinations: tuple[str, ...] = ()
    copies: Contained | None = field(default=None, repr=False, compare=False)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of personal information found, in columns and inside values."""
        return frozenset(
            kind
            for column in self.columns
            for kind in ((column.counts_as,) if column.level != "none" else ()) + tuple(column.mentions)
            if kind is not None
        )

    @property
    def every_kind(self) -> frozenset[str]:
        """All kinds found, an organisation's, and those that the register takes out of the count, too."""
        found = (
            kind
            for column in self.columns
            for kind in (column.kind, column.stated.kind if column.stated else None, *column.mentions)
        )
        return frozenset(kind for kind in found if kind is not None)

    def to_pandas(self) -> pd.DataFrame:
        """Return the columns as a DataFrame, a row a column."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "source": c.source, "column": c.column, "type": c.type, "kind": c.kind,
                    "level": c.level, "likelihood": c.likelihood, "checked": c.checked,
                    "found": c.found, "distinct": c.distinct, "mentions": dict(c.mentions),
                    "subject": c.subject, "review": c.review, "why": "; ".join(c.why),
                    "stated": str(c.stated) if c.stated is not None else None,
                }
                for c in self.columns
            ],
            columns=[
                "source", "column", "type", "kind", "level", "likelihood", "checked", "found", "distinct",
                "mentions", "subject", "review", "why", "stated",
            ],
        )  # fmt: skip

    def __str__(self) -> str:
        people = ", ".join(f"{name} {self.people.high(name):,}" for name in CLASSES)
        found = sum(1 for c in self.columns if c.kind is not None and c.level != "none")
        state = "" if self.complete and not self.unsure else " (incomplete)"
        return (
            f"Scan of {len(self.sources)} source(s){state}: {self.rows:,} rows, "
            f"{found} of {len(self.columns)} columns hold personal information; persons: {people}"
        )

    __repr__ = __str__
