"""The keys of one identifier side by side, and how many persons they may be.

One identifier is one person's, unless what it was seen beside speaks against it. A mobile number beside two
names may be two people's: in doubt they are two. A number beside many others of one kind is a hotline's or
an agent's, and so is an ID number beside many names: then those it was seen beside are the persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tongguan.persons.flags import BESIDE, LOOSE, NAMED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongguan.kernels.keys import Flags, Keys

OTHERS_OF_ONE = 5
"""How many identifiers of one kind (cards, mailboxes) may stand beside an identifier that is one person's."""
OTHERS_OF_A_HOLDER = 20
"""The same beside the number of an identity document."""
NAMES_OF_A_HOLDER = 3
"""How many names may stand beside the number of an identity document: in Chinese, in pinyin, misspelt."""

KINDS_TOLD_APART = 32
"""How many kinds of identifier a second word tells apart, in bits 1 to 5."""
COMPANION = 1
"""Bit 0 of a second word: it is of what stood beside an identifier that had no name in its row."""

_LOW_BITS = 6


@dataclass(frozen=True)
class Groups:
    """The keys with a first word in common.

    Attributes:
        first: the first word of each group, uint64 of shape (g,), rising.
        of: the group of each key, shape (n,).
        second: the second word of each key; flags: its flags.
    """

    first: NDArray[np.uint64]
    of: NDArray[np.int64]
    second: NDArray[np.uint64]
    flags: Flags

    @classmethod
    def of_set(cls, keys: Keys, flags: Flags) -> Groups:
        """Group the set *keys* with *flags* by first word."""
        firsts = np.ones(len(keys), dtype=bool)
        firsts[1:] = keys[1:, 0] != keys[:-1, 0]
        return cls(keys[firsts, 0], np.cumsum(firsts) - 1, keys[:, 1], flags)

    def __len__(self) -> int:
        return len(self.first)

    def having(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many keys of each group are in *mask*."""
        return np.bincount(self.of[mask], minlength=len(self)).astype(np.int64)

    def documents(self) -> NDArray[np.bool_]:
        """Tell which identifiers are known for the numbers of identity documents."""
        known: NDArray[np.bool_] = self.having((self.flags & LOOSE) != 0) == 0
        return known

    def names_beside(self) -> NDArray[np.int64]:
        """Return how many names stood beside each identifier."""
        return self.having((self.flags & NAMED) != 0)

    def beside(self) -> NDArray[np.bool_]:
        """Tell which keys are of other identifiers."""
        theirs: NDArray[np.bool_] = (self.flags & BESIDE) != 0
        return theirs

    def sharing(self, mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return among how many others of the keys in *mask* each identifier is shared; 0 where it is not.

        First of the kind of which there are most, then of all kinds of which there are too many for one.
        """
        limit = np.where(self.documents(), OTHERS_OF_A_HOLDER, OTHERS_OF_ONE)
        most, together = np.zeros(len(self), dtype=np.int64), np.zeros(len(self), dtype=np.int64)
        many = self.having(mask) > limit  # of all kinds: few, so kinds are told apart only there
        if many.any():
            mask = mask & many[self.of]
            kind = (self.second[mask] >> np.uint64(1)) & np.uint64(KINDS_TOLD_APART - 1)
            kinds = np.sort(self.of[mask] * KINDS_TOLD_APART + kind.astype(np.int64))
            starts = np.flatnonzero(np.append(True, kinds[1:] != kinds[:-1]))
            group, some = kinds[starts] // KINDS_TOLD_APART, np.diff(np.append(starts, len(kinds)))
            some[some <= limit[group]] = 0
            np.maximum.at(most, group, some)
            np.add.at(together, group, some)
        return most, together

    def persons(self) -> NDArray[np.int64]:
        """Return how many persons each identifier may be of."""
        names, beside = self.names_beside(), self.beside()
        names[self.documents() & (names > 0) & (names <= NAMES_OF_A_HOLDER)] = 1
        most, _ = self.sharing(beside)
        # Rows without a name are of others than rows with one, for all anybody knows.
        _, unnamed = self.sharing(beside & ((self.second & np.uint64(COMPANION)) != 0))
        # Two that stood alone are two identifiers whose first words happen to be the same.
        alone = self.having((self.flags & (NAMED | BESIDE)) == 0)
        persons: NDArray[np.int64] = np.maximum.reduce([np.ones_like(names), alone, most, names + unnamed])
        return persons

    def persons_in(self, bit: int) -> NDArray[np.int64]:
        """Return how many of the persons each identifier may be of are in the class *bit*."""
        persons, there = self.persons(), (self.flags & bit) != 0
        beside = (self.flags & (NAMED | BESIDE)) != 0
        # What stood beside nothing may be anybody's who shares the identifier.
        anybodys = (self.having(there & ~beside) > 0) & (self.having(beside) > 0)
        some = np.where(anybodys, persons, self.having(there))
        return np.where(self.having(there) > 0, np.minimum(persons, some), 0)


def second_word(tokens: NDArray[np.uint64], kind: int) -> NDArray[np.uint64]:
    """Return the second words for *tokens* of identifiers of one *kind*, 1 to 31; 0 is a name's."""
    return (tokens >> np.uint64(_LOW_BITS) << np.uint64(_LOW_BITS)) | np.uint64(kind << 1)


def ids(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what first and second words have in common if they are of one identifier."""
    return words >> np.uint64(_LOW_BITS)
