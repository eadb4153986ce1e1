"""What is kept of a scan's row sets, so that copies of them can be told of; no value is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.persons.people import People, Unidentified
    from tongguan.scanning.plan import Plan, PlannedColumn
    from tongguan.scanning.presence import Layout, Presence
    from tongguan.scanning.rules import Rules

    # The people that remain of one plan: its name, and by row set the subjects and the mentions that stay.
    Source: TypeAlias = tuple[str, tuple[tuple[tuple[int, ...], tuple[tuple[str, str], ...]], ...]]

NOBODY: Unidentified = (0, 0, 0, 0)


@dataclass(frozen=True)
class Removal:
    """What a copy is without: columns by name, in all files, left out or masked, and rows.

    ``minors`` takes the rows in which somebody under 14 is known.
    """

    leave_out: frozenset[str] = frozenset()
    mask: frozenset[str] = frozenset()
    minors: bool = False


@dataclass(frozen=True)
class Texts:
    """Persons named in the texts of a column, those whom other columns name too, and addresses in them."""

    persons: int
    with_own: int
    addresses: int


@dataclass(frozen=True)
class Standing:
    """What a column is taken for: ``kinds`` as a scan reports them, ``inside`` those in longer values."""

    planned: PlannedColumn | None
    kinds: frozenset[str]
    inside: tuple[str, ...] = ()
    texts: Texts | None = None


@dataclass(frozen=True)
class Place:
    """One column, as far as it matters when others go.

    It is taken for ``among`` beside columns that show persons, and for ``alone`` where none does (None where
    nobody knows). ``shows`` tells whether it shows persons by itself, ``names`` whether some of its values
    read as names, ``timed`` whether it is one of times; ``hits`` counts by kind the values that may be
    mentions. ``unsure`` is set where it keeps the number of persons from being known, ``fixed`` where it
    cannot be left out, ``maskable`` where its values, masked, are known for masked ones.
    """

    among: Standing
    alone: Standing | None
    shows: bool = False
    names: bool = False
    timed: bool = False
    hits: Mapping[str, int] = field(default_factory=dict)
    unsure: bool = False
    fixed: bool = False
    maskable: bool = False

    @property
    def matters(self) -> bool:
        """Tell whether leaving it out could change anything."""
        named = self.among.texts is not None and self.among.texts.with_own > 0
        return self.among.planned is not None or bool(self.among.inside) or named or self.unsure


@dataclass(frozen=True)
class Base:
    """What was counted under one plan: people by subject, and by column and kind of a mention."""

    plan: Plan
    subjects: tuple[People, ...]
    mentions: Mapping[tuple[str, str], People]


@dataclass(frozen=True)
class RowSet:
    """The rows of one path of files with the same columns.

    ``files`` tells files with the same columns from others, ``format`` is theirs; ``initials`` tells whether
    their headers are read as initials of pinyin. ``rules`` are those of the count, without its key. ``bases``
    are by leave-out, ``""`` for the whole.
    """

    files: int
    format: str
    initials: bool
    rules: Rules
    places: Mapping[str, Place]
    bases: Mapping[str, Base]
    layout: Layout
    presence: Presence

    @property
    def plan(self) -> Plan:
        """The plan of all columns."""
        return self.bases[""].plan


@dataclass(frozen=True)
class Copy:
    """What a scan of a copy would show.

    ``known`` is false where it would be unsure. ``rows`` counts each row as somebody else: persons at most,
    and of each class (general, sensitive, minors) identifiers at most; of persons who share one, more may be
    of a class. ``source`` tells whose people they are, or more than they are, with
    ``more`` whom nothing identifies; None where that cannot be said. They are ``exact``, or theirs are more
    keys or classes than the copy's; where ``spread``, only of everybody together is it more.
    """

    known: bool
    kinds: frozenset[str]
    rows: Unidentified
    source: Source | None = None
    more: Unidentified = NOBODY
    exact: bool = False
    spread: bool = False
