"""Distinct natural persons, as sets of keys that merge.

In each row a person is represented by the strongest identifier there. Two numbers come of it:

``high``
    distinct representatives, and one person for every row that nothing identifies. Nothing is
    linked by guess, so the number is never below the truth.
``low``
    representatives that were nowhere seen beside a stronger identifier, those of guessed parts of a
    row left out. Somebody who is an ID
    number in one row and only a phone number in the next, which the first row shows to be theirs,
    is one person.

Both are computed from sets alone, so the order and the cutting of the data do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from tongguan.kernels.keys import Flags, Keys, contains, distinct, distinct_flagged, no_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

GENERAL, SENSITIVE, MINOR = 1, 2, 4
SURE = 8
"""Seen as the representative of a person who is certainly there, not of a part that is only guessed."""

PersonClass = Literal["all", "general", "sensitive", "minors"]
CLASSES: tuple[PersonClass, ...] = ("all", "general", "sensitive", "minors")
_BIT: dict[PersonClass, int] = {"all": 0, "general": GENERAL, "sensitive": SENSITIVE, "minors": MINOR}

_NO_FLAGS = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class People:
    """The persons of some rows.

    ``keys`` represent persons, with ``flags`` for the classes each belongs to; ``linked`` are
    identifiers seen beside a stronger one; ``names`` (with ``name_flags``) are of rows that nothing
    identifies. All are sets of :mod:`tongguan.kernels.keys`. ``unidentified`` counts those rows for
    all persons and the three classes. ``People()`` is the identity of :meth:`merge`.
    """

    keys: Keys
    flags: Flags
    linked: Keys
    names: Keys
    name_flags: Flags
    unidentified: tuple[int, int, int, int]

    @classmethod
    def none(cls) -> People:
        """Return nobody."""
        return cls(no_keys(), _NO_FLAGS, no_keys(), no_keys(), _NO_FLAGS, (0, 0, 0, 0))

    @classmethod
    def unknown(cls, persons: int, flags: int) -> People:
        """Return so many persons whom nothing identifies, all of the classes in *flags*."""
        some = tuple(persons if bit == 0 or flags & bit else 0 for bit in (_BIT[c] for c in CLASSES))
        return replace(cls.none(), unidentified=(some[0], some[1], some[2], some[3]))

    @classmethod
    def of(
        cls, keys: Keys, flags: Flags, *, linked: Keys, names: Keys, name_flags: Flags, unidentified: Flags
    ) -> People:
        """Make sets of arrays with repetitions; *unidentified* holds the flags of each such row."""
        rows = [len(unidentified), *(int(np.count_nonzero(unidentified & _BIT[c])) for c in CLASSES[1:])]
        return cls(
            *distinct_flagged(keys, flags),
            distinct(linked),
            *distinct_flagged(names, name_flags),
            (rows[0], rows[1], rows[2], rows[3]),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, People) and all(
            np.array_equal(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]  # a set of keys is not a key

    def merge(self, other: People) -> People:
        """Return the persons of both."""
        return merge([self, other])

    def high(self, person_class: PersonClass) -> int:
        """Count persons of a class, linking nothing by guess."""
        return self._identified(person_class) + self.unidentified[CLASSES.index(person_class)]

    def low(self, person_class: PersonClass) -> int:
        """Count persons of a class that must be different people if identifiers seen together are one's."""
        keys = self.keys[_of(self.flags, person_class) & (self.flags & SURE != 0)]
        names = self.names[_of(self.name_flags, person_class) & (self.name_flags & SURE != 0)]
        apart = int(np.count_nonzero(~contains(self.linked, keys))) + int(
            np.count_nonzero(~contains(self.linked, names))
        )
        return max(apart, min(1, self.high(person_class)))

    def _identified(self, person_class: PersonClass) -> int:
        return int(np.count_nonzero(_of(self.flags, person_class)))


def merge(parts: Iterable[People]) -> People:
    """Return the persons of all *parts*, in one sort."""
    several = [part for part in parts if part.unidentified[0] or len(part.keys) or len(part.linked)]
    if not several:
        return People.none()
    if len(several) == 1:
        return several[0]
    return People(
        *distinct_flagged(
            np.concatenate([p.keys for p in several]), np.concatenate([p.flags for p in several])
        ),
        distinct(np.concatenate([p.linked for p in several])),
        *distinct_flagged(
            np.concatenate([p.names for p in several]), np.concatenate([p.name_flags for p in several])
        ),
        (
            sum(p.unidentified[0] for p in several),
            sum(p.unidentified[1] for p in several),
            sum(p.unidentified[2] for p in several),
            sum(p.unidentified[3] for p in several),
        ),
    )


def _of(flags: Flags, person_class: PersonClass) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    bit = _BIT[person_class]
    return np.ones(len(flags), dtype=bool) if bit == 0 else (flags & bit) != 0
