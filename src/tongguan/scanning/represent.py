"""Who represents one subject in each row of a batch, and what stands beside it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tongguan.persons.flags import BESIDE, NAME_ONLY, NAMED
from tongguan.persons.groups import COMPANION
from tongguan.persons.people import People, beside, name_only, named

if TYPE_CHECKING:
    from tongguan.kernels.keys import Flags, Keys
    from tongguan.kernels.text import Ints, Mask


@dataclass(frozen=True)
class _Seen:
    """Keys of some rows, with what they are; ``first`` are those of the first other identifier in a row."""

    rows: Ints
    keys: Keys
    mark: int
    first: Mask


class Representatives:
    """The strongest identifier of a subject in each row; told of identifiers, strongest first, then of names.

    Rows and keys are handed in together: shape (n,) and (n, 2), a row at most once in a call.
    """

    def __init__(self, rows: int) -> None:
        self._best: Keys = np.zeros((rows, 2), dtype=np.uint64)
        self._loose: Flags = np.zeros(rows, dtype=np.uint8)
        self.known = np.zeros(rows, dtype=bool)
        self._alone = np.zeros(rows, dtype=bool)
        self._named = np.zeros(rows, dtype=bool)
        self._seen: list[_Seen] = []
        self._kinds: list[str] = []
        self._kind: Ints = np.full(rows, -1, dtype=np.int64)
        self._others: list[tuple[Ints, Keys]] = []

    @property
    def alone(self) -> Ints:
        """Rows with an identifier and nothing beside it."""
        return np.flatnonzero(self._alone)

    def identify(self, rows: Ints, tokens: Keys, *, numbers: str, kind: int, loose: int) -> None:
        """Tell of identifiers: whose *numbers* they are, the number of that *kind*, and the flag *loose*.

        A second number of the same kind in a row (a mobile number among the mailboxes of another column)
        is of another person, by guess.
        """
        if numbers not in self._kinds:
            self._kinds.append(numbers)
        place = self._kinds.index(numbers)
        known = self.known[rows]
        fresh = rows[~known]
        self._best[fresh], self.known[fresh], self._alone[fresh] = tokens[~known], True, True
        self._loose[fresh], self._kind[fresh] = loose, place
        other = known & np.any(self._best[rows] != tokens, axis=1)
        another = other & (self._kind[rows] == place)
        self._others.append((rows[another], tokens[another]))
        other &= ~another
        self.stands_beside(rows[other], tokens[other], kind=kind)

    def stands_beside(self, rows: Ints, tokens: Keys, *, kind: int) -> None:
        """Tell of what else of the *kind* of that number is in rows that have an identifier."""
        first = self._alone[rows]
        self._alone[rows] = False
        self._seen.append(_Seen(rows, beside(self._best[rows], tokens, kind), BESIDE, first))

    def name(self, rows: Ints, tokens: Keys, born: Keys) -> None:
        """Tell of names; *born*, of shape (all rows, 2), are keys of birthdays, zero where unknown."""
        known = self.known[rows]
        self.distinguish(rows[known], tokens[known])
        rows, tokens = rows[~known], tokens[~known]
        none = np.zeros(len(rows), dtype=bool)
        self._seen.append(_Seen(rows, name_only(tokens, born[rows]), NAME_ONLY, none))

    def distinguish(self, rows: Ints, tokens: Keys) -> None:
        """Tell of what a person has one of, a name or a birthday, in rows that have an identifier."""
        self._alone[rows] = False
        self._named[rows] = True
        none = np.zeros(len(rows), dtype=bool)
        self._seen.append(_Seen(rows, named(self._best[rows], tokens), NAMED, none))

    def people(self, flags: Flags, sure: int, others: Flags) -> People:
        """Return the persons of rows with the classes *flags*, 0 where nothing of the subject is.

        *others* are the classes of further persons whom nothing identifies.
        """
        alone = self.alone
        none = np.zeros(len(alone), dtype=bool)
        keys, marks = [], []
        for each in (*self._seen, _Seen(alone, self._best[alone], 0, none)):
            companion = each.first & ~self._named[each.rows]
            second = each.keys[:, 1] | np.where(companion, np.uint64(COMPANION), np.uint64(0))
            loose = 0 if each.mark == NAME_ONLY else self._loose[each.rows]
            there = flags[each.rows] != 0
            keys.append(np.stack([each.keys[:, 0], second], axis=1)[there])
            marks.append((flags[each.rows] | loose | each.mark | sure).astype(np.uint8)[there])
        for rows, tokens in self._others:
            there = flags[rows] != 0
            keys.append(tokens[there])
            marks.append((flags[rows] | self._loose[rows])[there])
        return People.of(
            np.concatenate(keys),
            np.concatenate(marks),
            np.concatenate([flags[(flags != 0) & ~self.known], others]),
        )
