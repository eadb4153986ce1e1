"""The keys of one identifier side by side, and how many persons they may be.

One identifier is one person's, unless what it was seen beside speaks against it. A mobile number beside two
names may be two people's: in doubt they are two. A number beside many others of one kind is a hotline's or
an agent's, and so is an ID number beside many names: then those it was seen beside are the persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tongguan.persons.flags import BESIDE, HOLDER, NAMED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongguan.kernels.keys import Flags, Keys

OTHERS_OF_ONE = 5
"""How many identifiers of one kind (cards, mailboxes) may stand beside an identifier that is one person's."""
OTHERS_OF_A_HOLDER = 20
"""The same beside the number of an identity document."""
NAMES_OF_A_HOLDER = 3
"""How many names may stand beside the number of an identity document: in Chinese, in pinyin, misspelt."""

KINDS_TOLD_APART = 64
"""How many kinds of identifier a second word tells apart, in its lowest bits."""


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

    def holders(self) -> NDArray[np.bool_]:
        """Tell which identifiers are the numbers of identity documents."""
        return self.having((self.flags & HOLDER) != 0) > 0

    def names_beside(self) -> NDArray[np.int64]:
        """Return how many names stood beside each identifier."""
        return self.having((self.flags & NAMED) != 0)

    def shared_among(self) -> NDArray[np.int64]:
        """Return how many other identifiers of one kind stood beside each, where it is shared; else 0."""
        mask = (self.flags & BESIDE) != 0
        some = self.having(mask)
        limit = np.where(self.holders(), OTHERS_OF_A_HOLDER, OTHERS_OF_ONE)
        shared = np.zeros(len(self), dtype=np.int64)
        many = some > limit  # of all kinds together: few, so kinds are told apart only there
        if many.any():
            mask &= many[self.of]
            kinds = self.of[mask] * KINDS_TOLD_APART + (
                self.second[mask] & np.uint64(KINDS_TOLD_APART - 1)
            ).astype(np.int64)
            kinds.sort()
            starts = np.flatnonzero(np.append(True, kinds[1:] != kinds[:-1]))
            np.maximum.at(shared, kinds[starts] // KINDS_TOLD_APART, np.diff(np.append(starts, len(kinds))))
            shared[shared <= limit] = 0
        return shared


def ids(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what first and second words have in common if they are of one identifier."""
    return words >> np.uint64(KINDS_TOLD_APART.bit_length() - 1)
