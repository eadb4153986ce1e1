"""What would open the gate, or make the outcome lighter: the smallest sets of columns and rows to leave out.

Found from what the scan counted; no file is read again. A set is judged as the export itself is, by the
persons that its copy would hold at most: by their keys where these are known, else by rows
(:mod:`tongguan.scanning.copies`). So nothing lighter is promised than the copy is then given, and what nobody
can tell is not offered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from tongguan.law.policy import OUTCOMES
from tongguan.ledger.year import Change, Totals, tally
from tongguan.persons.flags import BESIDE, NAMED
from tongguan.persons.groups import COMPANION, KINDS_TOLD_APART, Groups
from tongguan.persons.people import CLASSES, People, merge
from tongguan.persons.reading import STRICT, Reading
from tongguan.scanning.row_sets import Removal
from tongguan.verdict import DECLARATION, Remedy, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tongguan.persons.people import PersonClass
    from tongguan.scanning.copies import Contained
    from tongguan.scanning.row_sets import Copy

MOST_JUDGED = 300
"""How many sets are judged at most."""
MOST_LISTED = 6
"""How many are listed at most: a page, not a list."""
_FEW_ROWS = 0.2  # of rows that go, so that columns still look as they did
_OBTAINABLE = frozenset({"contract_or_certification", "security_assessment"})
_MORE = 3
_MOST_KEYS = 4_000_000  # of people of copies that are counted, a tenth of a second a million


@dataclass(frozen=True)
class Remaining:
    """What a copy without *removal* would hold: ``persons`` and what they do to the year, at most."""

    removal: Removal
    known: bool
    kinds: frozenset[str]
    persons: int
    minors: int
    totals: Totals


Judge: TypeAlias = Callable[[Remaining], Verdict]

# A column to leave out or to mask, or the rows of persons under 14.
_Unit: TypeAlias = tuple[str, str]
_Units: TypeAlias = frozenset[_Unit]
_MINORS: _Unit = ("without minors", "")


def remedies(
    contained: Contained,
    rules: Iterable[Collection[str]],
    year: Year,
    judge: Judge,
    now: Verdict,
    values: Mapping[str, int],
) -> tuple[Remedy, ...]:
    """Return the smallest sets that open the gate, and behind them those that make the outcome lighter.

    *rules* are sets of columns to begin with; *values* say how many values a column has, of two sets the one
    that loses fewer comes first. *now* is the verdict on the whole.
    """
    search = _Search(contained, year, judge, now)
    search.run([frozenset(names) for names in rules])
    return tuple(_remedy(units, answer) for units, answer in _listed(search.found, values))


# ---- how many persons a copy would add, at most ------------------------------------------------------------


@dataclass(frozen=True)
class _Union:
    """The year with the *people* of a copy. What the year has of the same identifiers is joined, no more.

    Persons are counted by identifier, so that those of all others stay as many.
    """

    before: People
    same: People
    people: People
    joined: People

    @classmethod
    def of(cls, before: People, people: People) -> _Union:
        """Join *people* with the year *before*."""
        firsts = np.ascontiguousarray(before.keys[:, 0])
        wanted = np.ascontiguousarray(people.keys[:, 0])
        wanted = wanted[np.append(True, wanted[1:] != wanted[:-1])[: len(wanted)]]
        begin, end = np.searchsorted(firsts, wanted), np.searchsorted(firsts, wanted, side="right")
        sizes = end - begin
        places = np.arange(int(sizes.sum())) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
        same = People(before.keys[places], before.flags[places])
        return cls(before, same, people, merge([same, people]))

    def high(self, of: PersonClass) -> int:
        """Count the persons of a class in the year with the copy's."""
        return self.before.high(of) - self.same.high(of) + self.joined.high(of)

    @property
    def beside_shared(self) -> int:
        """How many persons more are counted than there are identifiers."""
        return self.before.beside_shared - self.same.beside_shared + self.joined.beside_shared


@dataclass
class Year:
    """The year *before* an export, and what copies of it would do to it at most.

    Persons are counted under the *reading* where a copy's people are known exactly, else by the higher
    number, which no reading exceeds.
    """

    before: People
    reading: Reading = STRICT
    _loose: int | None = None
    _unions: dict[object, _Union] = field(default_factory=dict)
    _keys: int = 0

    def remaining(self, contained: Contained, removal: Removal) -> Remaining | None:
        """Return what a copy would hold; None where nobody can tell."""
        copy = contained.copy(removal)
        if copy is None:
            return None
        union = self._union(contained, copy)
        changes = {of: self._change(copy, of, union) for of in CLASSES}
        totals = Totals(changes["all"], changes["general"], changes["sensitive"], self.reading)
        if union is not None and copy.exact and self.reading != STRICT:
            totals = tally(self.before, union.people, self.reading)
        return Remaining(removal, copy.known, copy.kinds, changes["all"].new, changes["minors"].new, totals)

    def _change(self, copy: Copy, of: PersonClass, union: _Union | None) -> Change:
        new, after = self._by_rows(copy, of)
        if union is not None:
            by_keys = self._by_keys(copy, of, union)
            new, after = min(new, by_keys[0]), min(after, by_keys[1])
        return Change(self.before.count(of, self.reading), new, after)

    def _by_rows(self, copy: Copy, of: PersonClass) -> tuple[int, int]:
        """Return persons, and those of the year after, if each row is somebody else and joins it at worst."""
        rows, had = copy.rows[CLASSES.index(of)], self.before.high(of)
        if not copy.rows[0] or (not rows and not had):
            return 0, had
        # Somebody who shares an identifier may be of any class that one of them is of.
        return copy.rows[0] if rows else 0, self._most_before() + copy.rows[0]

    def _by_keys(self, copy: Copy, of: PersonClass, union: _Union) -> tuple[int, int]:
        """Return the same by a copy's keys: of a class there are no more than rows, and those who share."""
        if copy.exact or not copy.spread or of == "all":
            new, after = union.people.high(of), union.high(of)
            if copy.exact or of == "all":
                return new, after
        else:
            new, after = copy.rows[0], self._most_before() + copy.rows[0]
        rows = copy.rows[CLASSES.index(of)]
        fewer = rows + union.people.beside_shared if rows else 0
        return min(new, fewer), min(after, self.before.high(of) + rows + union.beside_shared)

    def _union(self, contained: Contained, copy: Copy) -> _Union | None:
        """Return the year with a copy's people; None where they are not known, or too many to ask again."""
        if copy.source is None:
            return None
        asked = (copy.source, copy.more, tuple(rows > 0 for rows in copy.rows))
        if asked not in self._unions:
            if self._keys > _MOST_KEYS:
                return None
            self._unions[asked] = _Union.of(self.before, contained.people(copy))
            self._keys += len(self._unions[asked].joined.keys)
        return self._unions[asked]

    def _most_before(self) -> int:
        """Return the persons of the year if whatever stood beside an identifier was another's."""
        if self._loose is None:
            self._loose = _most(self.before)
        return self._loose


def _most(people: People) -> int:
    """Return how many persons a set shows if no bound of :mod:`tongguan.persons.groups` links any of them.

    Of two sets together there are no more than of each: so a year and a copy add up.
    """
    groups = Groups.of_set(people.keys, people.flags)
    if not len(groups):
        return people.unidentified[0] + people.declared[0]
    beside = groups.beside()
    companions = groups.having(beside & ((groups.second & np.uint64(COMPANION)) != 0))
    kind = (groups.second[beside] >> np.uint64(1)) & np.uint64(KINDS_TOLD_APART - 1)
    kinds = np.sort(groups.of[beside] * KINDS_TOLD_APART + kind.astype(np.int64))
    starts = np.flatnonzero(np.append(True, kinds[1:] != kinds[:-1])[: len(kinds)])
    most = np.zeros(len(groups), dtype=np.int64)
    np.maximum.at(most, kinds[starts] // KINDS_TOLD_APART, np.diff(np.append(starts, len(kinds))))
    alone = groups.having((groups.flags & (NAMED | BESIDE)) == 0)
    persons = np.maximum.reduce([np.ones_like(most), alone, most, groups.names_beside() + companions])
    return int(persons.sum()) + people.unidentified[0] + people.declared[0]


# ---- the search --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Answer:
    """How a set was judged; ``worth`` is less where it is better: open before shut, then by outcome."""

    verdict: Verdict
    known: bool = True

    @property
    def worth(self) -> tuple[bool, int]:
        return self.verdict.status != "open", OUTCOMES.index(self.verdict.outcome)


class _Search:
    """Judges sets, each once, and keeps those that are remedies in ``found``."""

    def __init__(self, contained: Contained, year: Year, judge: Judge, now: Verdict) -> None:
        self.contained = contained
        self.year = year
        self.judge = judge
        self.now = now
        self.found: dict[_Units, _Answer] = {}
        self._known: dict[_Units, _Answer | None] = {}

    def run(self, rules: Sequence[frozenset[str]]) -> None:
        """Try the *rules*, then what no set can do without and up to three units more, smaller sets first.

        No more sets are judged than :data:`MOST_JUDGED`.
        """
        units = [_leave(name) for name in self.contained.removable]
        minors = [_MINORS] if 0 < self.contained.share_of_minors <= _FEW_ROWS else []
        for names in rules:
            for begin in self._beginnings(names & set(self.contained.removable), minors):
                self._try(self._minimal(begin))
        every = (*minors, *units)
        needed = self._needed(every)
        others = [unit for unit in every if unit not in needed]
        for size in range(_MORE + 1):
            for more in combinations(others, size):
                if len(self._known) >= MOST_JUDGED:
                    return
                some = needed.union(more)
                if not any(less < some and not answer.worth[0] for less, answer in self.found.items()):
                    self._try(some)

    def _needed(self, every: Sequence[_Unit]) -> _Units:
        """Return the units without which nothing helps: all others together do not.

        To take more never makes an outcome heavier, unless nobody knows any more who is meant: then nothing
        is said.
        """
        needed = set()
        for unit in every:
            rest = self._answer(frozenset(every) - {unit}) if len(every) > 1 else None
            if rest is not None and rest.known and not self._helps(rest):
                needed.add(unit)
        return frozenset(needed)

    def _beginnings(self, names: frozenset[str], minors: Sequence[_Unit]) -> Iterator[_Units]:
        """Yield the sets a rule begins with: its columns left out; or masked, which is less; or rows too."""
        doubtful = {_leave(name) for name in self.contained.doubtful}
        out = frozenset(_leave(name) for name in names) | doubtful
        yield out
        masked = frozenset(("mask", name) for name in names & set(self.contained.maskable))
        if masked:
            yield masked | {unit for unit in out if ("mask", unit[1]) not in masked}
        if minors:
            yield out | set(minors)

    def _minimal(self, units: _Units) -> _Units:
        """Return *units* without those that can stay: put back one by one while the answer is no worse."""
        answer = self._answer(units)
        if answer is None or not self._helps(answer):
            return units
        for unit in sorted(units):
            less = units - {unit}
            other = self._answer(less) if less else None
            if other is not None and self._helps(other) and other.worth <= answer.worth:
                units, answer = less, other
        return units

    def _try(self, units: _Units) -> None:
        answer = self._answer(units) if units else None
        if answer is not None and self._helps(answer):
            self.found[units] = answer

    def _answer(self, units: _Units) -> _Answer | None:
        if units not in self._known:
            remaining = self.year.remaining(self.contained, _removal(units))
            self._known[units] = self._judged(remaining)
        return self._known[units]

    def _judged(self, remaining: Remaining | None) -> _Answer | None:
        return None if remaining is None else _Answer(self.judge(remaining), remaining.known)

    def _helps(self, answer: _Answer) -> bool:
        """Tell whether it is a remedy: open, or shut as now for want of something lighter to obtain."""
        then = answer.verdict
        if then.status == "open":
            return True
        wanting = then.outcome in _OBTAINABLE and not any(r.rule == DECLARATION for r in then.reasons)
        return then.status == self.now.status == "shut" and wanting and answer.worth < _Answer(self.now).worth


def _leave(name: str) -> _Unit:
    return ("leave out", name)


def _named(units: _Units, what: str) -> tuple[str, ...]:
    return tuple(sorted(name for how, name in units if how == what))


def _removal(units: _Units) -> Removal:
    return Removal(frozenset(_named(units, "leave out")), frozenset(_named(units, "mask")), _MINORS in units)


def _remedy(units: _Units, answer: _Answer) -> Remedy:
    then = answer.verdict
    return Remedy(
        _named(units, "leave out"),
        None,
        then.status,
        then.outcome,
        then.articles,
        _named(units, "mask"),
        _MINORS in units,
        {of: then.counts[of].after for of in ("general", "sensitive")},
    )


def _listed(found: Mapping[_Units, _Answer], values: Mapping[str, int]) -> list[tuple[_Units, _Answer]]:
    """Return the best of *found*: none that takes more than another for no better an answer.

    Of each answer the smallest set comes first; so every answer is there before a second set for any.
    """
    minimal = {
        units: answer
        for units, answer in found.items()
        if not any(less < units and other.worth <= answer.worth for less, other in found.items())
    }

    def order(units: _Units) -> tuple[int, int, list[_Unit]]:
        return len(units), sum(values.get(name, 0) for _, name in units), sorted(units)

    by_worth: dict[tuple[bool, int], list[_Units]] = {}
    for units in sorted(minimal, key=order):
        by_worth.setdefault(minimal[units].worth, []).append(units)
    turns = [
        (turn, worth, units) for worth, several in by_worth.items() for turn, units in enumerate(several)
    ]
    chosen = [units for _, _, units in sorted(turns, key=lambda each: each[:2])[:MOST_LISTED]]
    chosen.sort(key=lambda units: (minimal[units].worth[0], *order(units)))
    return [(units, minimal[units]) for units in chosen]
