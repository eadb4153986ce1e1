"""The two numbers.

``high``
    One for each identifier that represents somebody; for one that is shared, as many as it is shared among;
    beside a number that is no identity document's, one for each name. Nothing is linked by guess, within the
    bounds of :mod:`tongguan.persons.groups`: a number with two mailboxes is one person's.

``low``
    Identifiers seen together are one person's, this year, whatever export they were in; if nothing that was
    not seen links more of them, so many persons there are at least. What is shared among
    many links nothing; two identity documents that only share a phone number are two persons. Parts of a row
    that are only guessed are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tongguan.persons.flags import BESIDE, NAME_ONLY, NAMED, SURE
from tongguan.persons.groups import COMPANION, KINDS_TOLD_APART, NAMES_OF_A_HOLDER, OTHERS_OF_ONE, Groups, ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongguan.kernels.keys import Flags, Keys

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Words = NDArray[np.uint64]


def high(keys: Keys, flags: Flags, bit: int) -> int:
    """Count the persons that the set *keys* with *flags* shows in the class *bit* (0 for all)."""
    identified = of_class(flags, 0)
    some = np.flatnonzero(identified) if not identified.all() else slice(None)
    words, marks = keys[some, 0], flags[some]
    alike = words[1:] == words[:-1]
    there = (marks & bit) != 0 if bit else np.ones(len(words), dtype=bool)
    if not alike.any():
        return int(np.count_nonzero(there))
    # Whoever has one key is one person: what stood beside them is looked at for the others alone.
    several = np.append(alike, False) | np.append(False, alike)
    rest = np.flatnonzero(several) if isinstance(some, slice) else some[several]
    groups = Groups.of_set(keys[rest], marks[several])
    shared = groups.persons_in(bit) if bit else groups.persons()
    return int(np.count_nonzero(there & ~several)) + int(shared.sum())


def of_class(flags: Flags, bit: int) -> Mask:
    """Tell which keys are of identifiers of somebody in the class *bit* (0 for all)."""
    wanted: Mask = (flags & NAME_ONLY) == 0
    return wanted & ((flags & bit) != 0) if bit else wanted


def low(keys: Keys, flags: Flags, bit: int) -> int:
    """Count the persons of the class *bit* who must be different, of all that tells of somebody."""
    identified = of_class(flags, 0)
    every = Groups.of_set(keys[identified], flags[identified])
    shared = (every.sharing(every.beside())[0] > 0) | (every.names_beside() > NAMES_OF_A_HOLDER)
    sure = of_class(flags, bit) & ((flags & SURE) != 0)
    there = _among(np.ascontiguousarray(keys[sure, 0]), every.first)
    theirs = shared[every.of] & sure[identified]
    left, right, weaker = _links(every, shared)
    label = _components(len(every), left, right)
    persons = np.zeros(len(every), dtype=np.int64)
    persons[label[there & ~shared]] = 1
    documents = every.documents()
    documents[weaker] = False  # a passport beside an ID number is no second person
    persons = np.maximum(persons, np.bincount(label[documents & there & ~shared], minlength=len(every)))
    return int(persons.sum()) + _sharing(every, theirs) + _only_named(every, keys, flags, bit)


def _links(every: Groups, shared: Mask) -> tuple[Ints, Ints, Ints]:
    """Return pairs of groups that are one person's, left and right, and the groups that are a weaker one's.

    Two are one person's if one stood beside the other, or both beside the same.
    """
    edges = ((every.flags & BESIDE) != 0) & ~shared[every.of]
    group, other = every.of[edges], ids(every.second[edges])
    order = np.argsort(other, kind="stable")
    group, other = group[order], other[order]
    again = np.append(False, other[1:] == other[:-1]) if len(other) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(~again)
    sizes = np.diff(np.append(starts, len(other)))
    few = np.repeat(sizes <= OTHERS_OF_ONE, sizes)  # a number beside many is a hotline: it links nothing
    at, found = _places(ids(every.first), other)
    found &= few & ~shared[at] if len(every) else False
    both = np.flatnonzero(again & few)
    return (
        np.concatenate([group[both - 1], group[found]]),
        np.concatenate([group[both], at[found]]),
        at[found],
    )


def _components(nodes: int, left: Ints, right: Ints) -> Ints:
    """Return for each node the smallest of those it is connected with by the pairs *left*, *right*."""
    label = np.arange(nodes)
    while True:
        ends = np.minimum(label[left], label[right])
        if np.array_equal(label[left], label[right]):
            return label
        np.minimum.at(label, label[left], ends)
        np.minimum.at(label, label[right], ends)
        while not np.array_equal(label, label[label]):
            label = label[label]


def _sharing(every: Groups, theirs: Mask) -> int:
    """Count those among whom identifiers are shared, by their keys, unless something else counts them."""
    names = theirs & ((every.flags & NAMED) != 0)
    others = theirs & ((every.flags & BESIDE) != 0)
    # Of how many kinds somebody was seen with, nobody knows: the kind that shows most persons tells.
    kinds = _distinct(every.second[others] & ~np.uint64(COMPANION))
    kinds = kinds[~_among(ids(every.first), ids(kinds))]
    kind = (kinds >> np.uint64(1)) & np.uint64(KINDS_TOLD_APART - 1)
    most = np.bincount(kind.astype(np.int64)).max(initial=0)
    return max(int(most), len(_distinct(every.second[names])))


def _only_named(every: Groups, keys: Keys, flags: Flags, bit: int) -> int:
    """Count the names of rows that nothing identifies, and that were nowhere seen beside an identifier."""
    only = (flags & (NAME_ONLY | SURE)) == (NAME_ONLY | SURE)
    if bit:
        only &= (flags & bit) != 0
    names = Groups.of_set(keys[only], flags[only])
    beside = _distinct(ids(every.second[(every.flags & NAMED) != 0]))
    persons = np.maximum(1, names.having(names.second != 0))  # one for each date of birth
    return int(persons[~_among(beside, ids(names.first))].sum())


def _among(known: Words, wanted: Words) -> Mask:
    return _places(known, wanted)[1]


def _places(known: Words, wanted: Words) -> tuple[Ints, Mask]:
    """Return where *wanted* words stand in the rising *known*, and whether they are there."""
    if len(known) == 0:
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return at, known[at] == wanted


def _distinct(words: Words) -> Words:
    words = np.sort(words)
    return words[np.append(True, words[1:] != words[:-1])] if len(words) else words
