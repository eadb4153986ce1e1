"""Who is in some rows, or in a year: a set of keys with flags.

Every key has 128 bits in two words. The first word is of the identifier that represents a person in a row,
the strongest one there. The second tells what stood beside it:

================  ===========================  ================================================
flag              second word                  says
================  ===========================  ================================================
(none of these)   of the identifier itself     it stood alone
``NAMED``         of a name                    it stood beside that name
``BESIDE``        of a weaker identifier       it stood beside that identifier
``NAME_ONLY``     of a date of birth, or 0     the first word is a name's: nothing identified it
================  ===========================  ================================================

So one set holds who was seen, and what was seen together; union is all that merging needs. What is seen
beside an identifier tells whether it is one person's: see :mod:`tongguan.persons.counting`.

Both words come from a keyed pseudo-random function (:mod:`tongguan.kernels.siphash`). Two identifiers
share a first word once in 2^64 pairs: less than one chance in a thousand that any do among 100,000,000.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from tongguan.kernels.keys import Flags, Keys, distinct_flagged, no_keys
from tongguan.persons import counting
from tongguan.persons.flags import GENERAL, MINOR, SENSITIVE
from tongguan.persons.groups import second_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.persons.reading import Reading

PersonClass = Literal["all", "general", "sensitive", "minors"]
CLASSES: tuple[PersonClass, ...] = ("all", "general", "sensitive", "minors")
_BIT: Mapping[PersonClass, int] = {"all": 0, "general": GENERAL, "sensitive": SENSITIVE, "minors": MINOR}

Unidentified = tuple[int, int, int, int]

_KEYS_AT_ONCE = 8_000_000


@dataclass(frozen=True, eq=False)
class People:
    """Persons, and rows that nothing identifies. Merges as a monoid, with ``People.none()`` for identity.

    Attributes:
        keys: a sorted set, uint64 of shape (n, 2); see the module.
        flags: uint8 of shape (n,), OR of the classes ``GENERAL``, ``SENSITIVE``, ``MINOR`` (under 14); of
            ``SURE``, unset where a part of a row is only guessed; of ``LOOSE``, unset where the identifier is
            an identity document's number, one person's by law; and of what the second word is.
        unidentified: rows that nothing identifies, each counted as one person ("never low"):
            all, general, sensitive, minors.
        declared: persons of whom somebody said how many they are: as many as that, in every count.
    """

    keys: Keys
    flags: Flags
    unidentified: Unidentified = (0, 0, 0, 0)
    declared: Unidentified = (0, 0, 0, 0)
    _counted: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.keys.dtype != np.uint64 or self.keys.shape != (len(self.flags), 2):
            raise ValueError("keys must be uint64 of shape (n, 2), with one flag each")
        if self.flags.dtype != np.uint8 or self.flags.ndim != 1:
            raise ValueError("flags must be uint8 of shape (n,)")
        for counts in (self.unidentified, self.declared):
            if len(counts) != len(CLASSES) or min(counts) < 0:
                raise ValueError("unidentified and declared must be four counts")
        if not _rises(self.keys):
            raise ValueError("keys must be sorted, each once")
        # Plain int, whatever kind of number came in: they are written down as JSON.
        for name in ("unidentified", "declared"):
            object.__setattr__(self, name, tuple(int(count) for count in getattr(self, name)))
        for name in ("keys", "flags"):
            view = getattr(self, name).view()
            view.setflags(write=False)
            object.__setattr__(self, name, view)

    @classmethod
    def none(cls) -> People:
        """Return nobody."""
        return cls(no_keys(), np.empty(0, dtype=np.uint8))

    @classmethod
    def unknown(cls, persons: int, flags: int) -> People:
        """Return so many persons whom nothing identifies, all of the classes in *flags*."""
        some = [persons if bit == 0 or flags & bit else 0 for bit in _BIT.values()]
        return cls(no_keys(), np.empty(0, dtype=np.uint8), (some[0], some[1], some[2], some[3]))

    @classmethod
    def of(cls, keys: Keys, flags: Flags, unidentified: Flags | None = None) -> People:
        """Make a set of *keys* with repetitions; *unidentified* holds the classes of each such row."""
        rows = np.empty(0, dtype=np.uint8) if unidentified is None else unidentified
        some = [len(rows), *(int(np.count_nonzero(rows & _BIT[c])) for c in CLASSES[1:])]
        return cls(*distinct_flagged(keys, flags), (some[0], some[1], some[2], some[3]))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, People)
            and self.unidentified == other.unidentified
            and self.declared == other.declared
            and np.array_equal(self.keys, other.keys)
            and np.array_equal(self.flags, other.flags)
        )

    __hash__ = None  # type: ignore[assignment]  # a set of keys is not a key

    def merge(self, other: People) -> People:
        """Return the persons of both."""
        return merge([self, other])

    def high(self, person_class: PersonClass) -> int:
        """Count the persons of a class, linking nothing by guess: in doubt there are two."""
        at = CLASSES.index(person_class)
        return self._identified(_BIT[person_class]) + self.unidentified[at] + self.declared[at]

    def _identified(self, bit: int) -> int:
        if bit and np.array_equal(counting.of_class(self.flags, bit), counting.of_class(self.flags, 0)):
            bit = 0  # everybody is of the class, as when nothing sensitive is sent: asked and counted once
        if bit not in self._counted:
            self._counted[bit] = counting.high(self.keys, self.flags, bit)
        return self._counted[bit]

    def low(self, person_class: PersonClass) -> int:
        """Count the persons of a class who must be different, if identifiers seen together are one's."""
        declared = self.declared[CLASSES.index(person_class)]
        high = self.high(person_class) - declared
        return declared + min(
            high, max(counting.low(self.keys, self.flags, _BIT[person_class]), min(1, high))
        )

    def as_declared(self) -> People:
        """Return the persons with the number of those whom nothing identifies as a declared one."""
        both = zip(self.unidentified, self.declared, strict=True)
        every, general, sensitive, minors = (some + more for some, more in both)
        return People(self.keys, self.flags, (0, 0, 0, 0), (every, general, sensitive, minors))

    @property
    def identifiers(self) -> int:
        """How many different identifiers represent somebody."""
        wanted = counting.of_class(self.flags, 0)
        words = self.keys[wanted, 0]
        return int(np.count_nonzero(words[1:] != words[:-1])) + min(1, len(words))

    @property
    def beside_shared(self) -> int:
        """How many persons more ``high`` counts for identifiers beside several names or numbers."""
        return self._identified(0) - self.identifiers

    def count(self, person_class: PersonClass, reading: Reading) -> int:
        """Count the persons of a class under a *reading* of the law."""
        number = self.high if reading.number == "high" else self.low
        if person_class == "general" and not reading.both_classes:
            # Of those who are surely sensitive only: who may be is taken from nobody's number.
            return max(0, min(number("general"), number("all") - self.low("sensitive")))
        return number(person_class)


def merge(parts: Iterable[People]) -> People:
    """Return the persons of all *parts*: each key once, with the OR of its flags.

    *parts* are taken one by one: of a year of nights, no more than about twice the result is held at once.
    """
    large, waiting, keys = People.none(), list[People](), 0
    for part in parts:
        waiting.append(part)
        keys += len(part.keys)
        if keys > max(_KEYS_AT_ONCE, len(large.keys)):
            large, waiting, keys = _together([large, *waiting]), [], 0
    return _together([large, *waiting])


def _together(given: list[People]) -> People:
    unidentified = _sum(part.unidentified for part in given)
    declared = _sum(part.declared for part in given)
    peopled = [part for part in given if len(part.keys)]
    if len(peopled) == 1:
        return People(peopled[0].keys, peopled[0].flags, unidentified, declared)
    if not peopled:
        return People(no_keys(), np.empty(0, dtype=np.uint8), unidentified, declared)
    keys = np.concatenate([part.keys for part in peopled])
    flags = np.concatenate([part.flags for part in peopled])
    return People(*distinct_flagged(keys, flags, runs=True), unidentified, declared)


def _sum(counts: Iterable[Unidentified]) -> Unidentified:
    every, general, sensitive, minors = map(sum, zip((0, 0, 0, 0), *counts, strict=True))
    return (every, general, sensitive, minors)


def beside(best: Keys, weaker: Keys, kind: int) -> Keys:
    """Return the keys of identifiers *best*, shape (n, 2), that stood beside *weaker* ones of one *kind*.

    *kind* is a number below 32: of how many of one kind stood beside an identifier is counted apart.
    """
    return np.stack([best[:, 0], second_word(weaker[:, 0], kind)], axis=1)


def named(best: Keys, names: Keys) -> Keys:
    """Return the keys of identifiers *best* that stood beside *names*, both of shape (n, 2)."""
    return beside(best, names, 0)


def name_only(names: Keys, born: Keys) -> Keys:
    """Return the keys of *names* that nothing identifies; *born* are of birthdays, zero where unknown."""
    return np.stack([names[:, 0], second_word(born[:, 0], 0)], axis=1)


def _rises(keys: Keys) -> bool:
    high, low = keys[:, 0], keys[:, 1]
    rises = (high[1:] > high[:-1]) | ((high[1:] == high[:-1]) & (low[1:] > low[:-1]))
    return bool(rises.all())
