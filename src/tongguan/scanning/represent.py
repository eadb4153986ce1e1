"""Who represents one subject in each row of a batch, and what stands beside it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tongguan.persons.flags import BESIDE, NAME_ONLY, NAMED
from tongguan.persons.people import People, beside, name_only, named

if TYPE_CHECKING:
    from tongguan.kernels.keys import Flags, Keys
    from tongguan.kernels.text import Ints


class Representatives:
    """The strongest identifier of a subject in each row; told of identifiers, strongest first, then of names.

    Rows and keys are handed in together: shape (n,) and (n, 2), a row at most once in a call.
    """

    def __init__(self, rows: int) -> None:
        self._best: Keys = np.zeros((rows, 2), dtype=np.uint64)
        self.known = np.zeros(rows, dtype=bool)
        self._alone = np.zeros(rows, dtype=bool)
        self._holder: Flags = np.zeros(rows, dtype=np.uint8)
        self._seen: list[tuple[Ints, Keys, int]] = []

    def identify(self, rows: Ints, tokens: Keys, *, kind: int, holder: int) -> None:
        """Tell of identifiers of the *kind* of that number; *holder* is the flag of identity documents."""
        known = self.known[rows]
        fresh = rows[~known]
        self._best[fresh], self.known[fresh], self._alone[fresh] = tokens[~known], True, True
        self._holder[fresh] = holder
        other = known & np.any(self._best[rows] != tokens, axis=1)
        self._stands_beside(rows[other], beside(self._best[rows[other]], tokens[other], kind), BESIDE)

    def name(self, rows: Ints, tokens: Keys, born: Keys) -> None:
        """Tell of names; *born*, of shape (all rows, 2), are keys of birthdays, zero where unknown."""
        known = self.known[rows]
        self._stands_beside(rows[known], named(self._best[rows[known]], tokens[known]), NAMED)
        rows, tokens = rows[~known], tokens[~known]
        self._seen.append((rows, name_only(tokens, born[rows]), NAME_ONLY))

    def _stands_beside(self, rows: Ints, keys: Keys, mark: int) -> None:
        self._alone[rows] = False
        self._seen.append((rows, keys, mark | _WITH_HOLDER))

    def people(self, flags: Flags, sure: int, others: Flags) -> People:
        """Return the persons of rows with the classes *flags*, 0 where nothing of the subject is.

        *others* are the classes of further persons whom nothing identifies.
        """
        alone = np.flatnonzero(self._alone)
        rows, keys, marks = zip(*self._seen, (alone, self._best[alone], _WITH_HOLDER), strict=True)
        at = np.concatenate(rows)
        mark = np.repeat(np.array(marks, dtype=np.int64), [len(each) for each in rows])
        whose = np.where(mark & _WITH_HOLDER, self._holder[at], 0)
        there = flags[at] != 0
        return People.of(
            np.concatenate(keys)[there],
            (flags[at] | whose | (mark & 0xFF) | sure).astype(np.uint8)[there],
            np.concatenate([flags[(flags != 0) & ~self.known], others]),
        )


_WITH_HOLDER = 256  # not a flag: says that the flag of the row's representative belongs to the key
