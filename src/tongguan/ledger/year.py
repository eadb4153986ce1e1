"""Counting persons: pure functions over sorted sets of keys.

A person has one key a year and flags that add up: whoever was exported with general items in one
file and with sensitive ones in another is one person, in both classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from tongguan.kernels.keys import Flags, Keys, distinct_flagged, no_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Group = Literal["all", "general", "sensitive", "minors"]
Unidentified = tuple[int, int, int, int]

GENERAL, SENSITIVE, MINOR = 1, 2, 4
GROUPS: tuple[Group, ...] = ("all", "general", "sensitive", "minors")
_BIT: Mapping[Group, int] = {"general": GENERAL, "sensitive": SENSITIVE, "minors": MINOR}


@dataclass(frozen=True, eq=False)
class PersonSet:
    """Distinct persons, and rows that nothing identifies; a year is one too. Merges as a monoid.

    Attributes:
        keys: the persons, a sorted set, uint64 of shape (n, 2).
        flags: uint8 of shape (n,), OR of ``GENERAL``, ``SENSITIVE`` and ``MINOR`` (under 14).
        unidentified: rows that nothing identifies, each counted as one person ("never low"):
            all, general, sensitive, minors.
    """

    keys: Keys
    flags: Flags
    unidentified: Unidentified = (0, 0, 0, 0)

    def __post_init__(self) -> None:
        if self.keys.dtype != np.uint64 or self.keys.shape != (len(self.flags), 2):
            raise ValueError("keys must be uint64 of shape (n, 2), with one flag each")
        if self.flags.dtype != np.uint8 or self.flags.ndim != 1:
            raise ValueError("flags must be uint8 of shape (n,)")
        if len(self.unidentified) != len(GROUPS) or min(self.unidentified) < 0:
            raise ValueError("unidentified must be four counts")
        if not _rises(self.keys):
            raise ValueError("keys must be sorted, each once")
        # Plain int, whatever kind of number came in: they are written down as JSON.
        object.__setattr__(self, "unidentified", tuple(int(count) for count in self.unidentified))
        for name in ("keys", "flags"):
            view = getattr(self, name).view()
            view.setflags(write=False)
            object.__setattr__(self, name, view)

    def total(self, group: Group) -> int:
        """Return how many natural persons are in *group*: ``all``, ``general``, ``sensitive``, ``minors``."""
        known = len(self.keys) if group == "all" else int(np.count_nonzero(self.flags & _BIT[group]))
        return known + self.unidentified[GROUPS.index(group)]


def nobody() -> PersonSet:
    """Return the set without a person: the identity of :func:`merge`."""
    return PersonSet(no_keys(), np.empty(0, dtype=np.uint8))


def merge(sets: Iterable[PersonSet]) -> PersonSet:
    """Return the union: each person once with the OR of the flags; unidentified rows add up."""
    given = list(sets)
    unidentified: Unidentified = reduce(_add, (each.unidentified for each in given), (0, 0, 0, 0))
    peopled = [each for each in given if len(each.keys)]
    if not peopled:
        return PersonSet(no_keys(), np.empty(0, dtype=np.uint8), unidentified)
    if len(peopled) == 1:  # a sort for nothing
        return PersonSet(peopled[0].keys, peopled[0].flags, unidentified)
    keys, flags = distinct_flagged(
        np.concatenate([each.keys for each in peopled]), np.concatenate([each.flags for each in peopled])
    )
    return PersonSet(keys, flags, unidentified)


@dataclass(frozen=True)
class Change:
    """What one export does to one class: persons in the year *before*, in the export, and *after*."""

    before: int
    new: int
    after: int


@dataclass(frozen=True)
class Totals:
    """What one export does to the year. ``after`` is the size of the union, whether or not it leaves."""

    everybody: Change
    general: Change
    sensitive: Change

    def to_json(self) -> dict[str, dict[str, int]]:
        """Return ``{"all": {"before": …, "new": …, "after": …}, "general": …, "sensitive": …}``."""
        named = {"all": self.everybody, "general": self.general, "sensitive": self.sensitive}
        return {
            name: {"before": each.before, "new": each.new, "after": each.after}
            for name, each in named.items()
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Mapping[str, int]]) -> Self:
        """Read what :meth:`to_json` wrote."""
        return cls(*(Change(**said[group]) for group in ("all", "general", "sensitive")))


def tally(before: PersonSet, new: PersonSet) -> Totals:
    """Count what the persons *new* do to the year *before*."""
    after = merge([before, new])
    return Totals(
        *(
            Change(before.total(group), new.total(group), after.total(group))
            for group in GROUPS
            if group != "minors"  # no threshold counts them apart: under 14 makes every item sensitive
        )
    )


def _add(left: Unidentified, right: Unidentified) -> Unidentified:
    return (left[0] + right[0], left[1] + right[1], left[2] + right[2], left[3] + right[3])


def _rises(keys: Keys) -> bool:
    high, low = keys[:, 0], keys[:, 1]
    rises = (high[1:] > high[:-1]) | ((high[1:] == high[:-1]) & (low[1:] > low[:-1]))
    return bool(rises.all())
