"""Which segments of a year are merged into larger ones, and which are read in the stead of which. Pure.

As in a log-structured merge tree (O'Neil and others, 1996): sixteen runs that were posted become one set of
the first level, sixteen of those one of the second. A gate then reads a few large sets and the latest small
ones, however many nights a year has. Only what was posted is merged: it is final, so nothing is ever taken
out again. What was merged stays where it is, and is the evidence; nothing is deleted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tongguan.persons.people import Unidentified

FANOUT = 16


@dataclass(frozen=True)
class Merged:
    """A set that was merged when the entry *seq*, a ``post``, was written.

    Attributes:
        seq: that entry.
        level: 1 for a set of runs, 2 for one of sets of level 1, and so on.
        of: the ``reserve`` entries whose persons are in it, rising.
        unidentified: rows that nothing identifies in all of them.
        sha256: digest of its segments, as of an entry's.
    """

    seq: int
    level: int
    of: tuple[int, ...]
    unidentified: Unidentified
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Return what the entry keeps of it."""
        said = asdict(self)
        del said["seq"]  # it is the entry's own
        return said

    @classmethod
    def from_json(cls, seq: int, said: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_json` wrote in the entry *seq*."""
        every, general, sensitive, minors = said["unidentified"]
        of = tuple(int(each) for each in said["of"])
        return cls(seq, int(said["level"]), of, (every, general, sensitive, minors), str(said["sha256"]))


def cover(live: Iterable[int], merged: Iterable[Merged]) -> tuple[list[Merged], list[int]]:
    """Return which sets to read for the *live* entries, the largest first, and which entries beside them."""
    left = set(live)
    chosen = []
    for each in sorted(merged, key=lambda one: (-one.level, one.seq)):
        if left.issuperset(each.of):
            chosen.append(each)
            left.difference_update(each.of)
    return chosen, sorted(left)


def due(posted: Iterable[int], merged: Sequence[Merged]) -> list[tuple[int, list[Merged], list[int]]]:
    """Return what is to be merged now that the entries *posted* are: levels, from which sets and entries.

    At most one for each level; a set that is due only because of a smaller one that is due waits for the
    next post.
    """
    found = []
    chosen, alone = cover(posted, merged)
    if len(alone) >= FANOUT:
        found.append((1, list[Merged](), alone))
    for level in sorted({each.level for each in chosen}):
        of_level = [each for each in chosen if each.level == level]
        if len(of_level) >= FANOUT:
            found.append((level + 1, of_level, []))
    return found
