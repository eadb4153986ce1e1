"""What a scan of a copy would show, told without one: of the same files with columns left out or masked.

A copy is planned like any table: who is who among the columns that stay, and whether they still show anybody.
Its persons are those of a plan that was counted, where only whole persons go from it, or columns that no key
of a person is made of; else they are at most as many as rows in which something of somebody is left. Where
neither can be said safely, :meth:`Contained.copy` says nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tongguan.persons.flags import GENERAL, MINOR, SENSITIVE
from tongguan.persons.people import CLASSES, People, merge
from tongguan.scanning.combine import met, raised
from tongguan.scanning.headers import reads_initials
from tongguan.scanning.plan import Plan, PlannedColumn
from tongguan.scanning.row_sets import NOBODY, Copy, Standing, Texts
from tongguan.scanning.rules import ADDRESS, BIRTHDAY, LANDLINE, NAME
from tongguan.scanning.together import Together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tongguan.law.catalogue import Combination
    from tongguan.persons.people import Unidentified
    from tongguan.scanning.presence import Presence
    from tongguan.scanning.row_sets import Base, Removal, RowSet
    from tongguan.scanning.rules import Rules
    from tongguan.scanning.subjects import Subject

MASKED = "masked_id"
_SOMEBODY = frozenset({"identifier", "name", "trait"})
# No identifiers, and still in keys: they tell people apart whom nothing else does.
_IN_KEYS = frozenset({NAME, BIRTHDAY, ADDRESS, LANDLINE})


@dataclass(frozen=True)
class _Left:
    """What is left of a row set.

    ``lonely`` is set where its columns are taken for other things than before; ``lowered`` are the kinds that
    were sensitive for what is gone, ``made`` those that it is together.
    """

    rows: RowSet
    plan: Plan
    standing: Mapping[str, Standing]
    masked: frozenset[str]
    minors: bool
    names_gone: bool
    lonely: bool
    lowered: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()

    @property
    def texts(self) -> int:
        """Persons in texts."""
        return sum(self.persons_in(each) for each in self.standing.values())

    def persons_in(self, standing: Standing) -> int:
        """Return the persons in the texts of a column: with whom a column of names named that is gone."""
        if standing.texts is None:
            return 0
        return standing.texts.with_own if self.names_gone else standing.texts.persons


@dataclass(frozen=True)
class _Reduced:
    """What remains of the people of a base in one row set."""

    subjects: tuple[int, ...]
    mentions: tuple[tuple[str, str], ...]
    more: Unidentified
    exact: bool
    spread: bool


@dataclass(frozen=True, eq=False)
class Contained:
    """All row sets of a scan. ``minors`` tells whether anybody under 14 was found.

    ``rules`` are those of the count without its key, with the levels that kinds have alone; ``combinations``
    raise them.
    """

    row_sets: tuple[RowSet, ...]
    rules: Rules
    combinations: Sequence[Combination]
    minors: bool

    @property
    def removable(self) -> tuple[str, ...]:
        """The names of columns that hold something and can be left out, sorted."""
        fixed = {name for rows in self.row_sets for name, place in rows.places.items() if place.fixed}
        by_time = any(
            each.beside_time and self.rules.levels[kind] != rows.rules.levels[kind]
            for rows in self.row_sets
            for each in self.combinations
            for kind in each.kinds
        )
        some = {
            name
            for rows in self.row_sets
            for name, place in rows.places.items()
            if place.matters or (by_time and place.timed)
        }
        return tuple(sorted(some - fixed))

    @property
    def maskable(self) -> tuple[str, ...]:
        """The names of columns of sensitive items that would be known for masked ones everywhere, sorted."""
        some = {name for rows in self.row_sets for name, place in rows.places.items() if place.maskable}
        other = {
            name
            for rows in self.row_sets
            for name, place in rows.places.items()
            if place.matters and not place.maskable
        }
        return tuple(sorted(some - other))

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The names of columns that keep the number of persons from being known and can go, sorted."""
        some = {name for rows in self.row_sets for name, place in rows.places.items() if place.unsure}
        return tuple(sorted(some & set(self.removable)))

    @property
    def share_of_minors(self) -> float:
        """The share of rows in which somebody under 14 is known; of the row set where it is largest."""
        shares = [0.0]
        for rows in self.row_sets:
            young = rows.presence.has(self._of_minors(rows))
            shares.append(rows.presence.rows(young) / max(int(rows.presence.counts.sum()), 1))
        return max(shares)

    def copy(self, removal: Removal) -> Copy | None:
        """Return what a scan of the copy without *removal* would show; None where nobody can tell."""
        if self._files_alike(removal):
            return None
        lefts = []
        for rows in self.row_sets:
            left = self._left(rows, removal)
            if left is None:
                return None
            lefts.append(left)
        lefts = list(self._lowered(lefts))
        counted = _sum(self._rows(left) for left in lefts)
        copy = Copy(self._known(lefts), self._kinds(lefts), counted)
        return self._with_source(copy, lefts)

    def people(self, copy: Copy) -> People:
        """Return the people of the copy's source, with the classes that the copy has."""
        assert copy.source is not None
        base, remaining = copy.source
        parts = []
        for rows, (subjects, mentions) in zip(self.row_sets, remaining, strict=True):
            counted = rows.bases[base]
            parts += [counted.subjects[number] for number in subjects]
            parts += [counted.mentions[place] for place in mentions if place in counted.mentions]
        whole = merge(parts)
        bits = (0, GENERAL, SENSITIVE, MINOR)
        gone = sum(bit for bit, n in zip(bits, copy.rows, strict=True) if not n)
        there = [n > 0 for n in copy.rows]
        numbers = (
            (known + more) * is_there
            for known, more, is_there in zip(whole.unidentified, copy.more, there, strict=True)
        )
        every, general, sensitive, minors = numbers
        if not there[0]:
            return People.none()
        flags = whole.flags & ~whole.flags.dtype.type(gone)
        return People(whole.keys, flags, (every, general, sensitive, minors))

    def _files_alike(self, removal: Removal) -> bool:
        """Tell whether files would have the same columns that had others, or none would be left.

        Files with the same columns decide together what each of them is.
        """
        kept: dict[int, list[str]] = {}
        formats: dict[int, str] = {}
        for rows in self.row_sets:
            formats[rows.files] = rows.format
            names = kept.setdefault(rows.files, [])
            names += [name for name in rows.places if name not in removal.leave_out]
        alike = Counter((formats[files], tuple(names)) for files, names in kept.items())
        return any(not names for names in kept.values()) or max(alike.values(), default=0) > 1

    def _left(self, rows: RowSet, removal: Removal) -> _Left | None:
        detectors, masked = self.rules.detectors, removal.mask & rows.places.keys()
        kept = {name: place for name, place in rows.places.items() if name not in removal.leave_out}
        if rows.initials and not reads_initials(kept, detectors):
            return None  # headers would be read otherwise
        showed = any(place.shows for place in rows.places.values())
        company = bool(masked) or not showed or any(place.shows for place in kept.values())
        standing: dict[str, Standing] = {}
        for name, place in kept.items():
            taken = _masked(name) if name in masked else place.among if company else place.alone
            if taken is None:
                return None
            standing[name] = taken
        lonely = any(standing[name] != place.among for name, place in kept.items() if name not in masked)
        plan = self._plan(rows, [each.planned for each in standing.values() if each.planned], lonely=lonely)
        if plan is None:
            return None
        gone = any(p.names for name, p in rows.places.items() if name not in kept or name in masked)
        left = _Left(rows, plan, standing, frozenset(masked), removal.minors, gone, lonely)
        return left if plan.anchored(detectors) else _with_addresses(left)

    def _lowered(self, lefts: Sequence[_Left]) -> Iterator[_Left]:
        """Yield *lefts* with the kinds whose level falls with a combination that is there no more."""
        kinds: dict[int, set[str]] = {}
        timed: dict[int, bool] = {}
        for left in lefts:
            files, places = left.rows.files, left.rows.places
            for name, standing in left.standing.items():
                planned = standing.planned.kinds if standing.planned is not None else ()
                kinds.setdefault(files, set()).update((*planned, *standing.inside))
                timed[files] = timed.get(files, False) or (places[name].timed and name not in left.masked)
        for left in lefts:
            files, before = left.rows.files, left.rows.rules.levels
            there = met(self.combinations, frozenset(kinds.get(files, ())), timed=timed.get(files, False))
            now = raised(self.rules.levels, there)
            lowered = frozenset(kind for kind in before if before[kind] != now[kind])
            yield replace(left, lowered=lowered, made=frozenset(each.makes for each in there if each.makes))

    def _plan(self, rows: RowSet, columns: Sequence[PlannedColumn], *, lonely: bool) -> Plan | None:
        """Return the plan of a copy with *columns*; None where who is who in it was not looked at."""
        whole, detectors = rows.plan, self.rules.detectors
        plan = Plan.of(tuple(columns), detectors, whole.stated)
        pairs = plan.to_tell_apart(detectors)
        if not pairs:
            return plan
        if lonely or any(pair not in whole.together.pairs for pair in pairs):
            return None
        return plan.with_content(Together({pair: whole.together.pairs[pair] for pair in pairs}), detectors)

    def _known(self, lefts: Iterable[_Left]) -> bool:
        return all(
            not (left.plan.columns and not left.plan.anchored(self.rules.detectors))
            and not any(left.rows.places[name].unsure for name in left.standing)
            for left in lefts
        )

    def _kinds(self, lefts: Iterable[_Left]) -> frozenset[str]:
        kinds: set[str] = set()
        for left in lefts:
            kinds |= left.made
            for standing in left.standing.values():
                kinds |= standing.kinds
                if left.names_gone and left.persons_in(standing):
                    kinds.add(NAME)
        return frozenset(kinds)

    # ---- by rows -------------------------------------------------------------------------------------------

    def _rows(self, left: _Left) -> Unidentified:
        """Return the persons of a row set at most, each row with an item counted as somebody else."""
        counted = [self._rows_of(subject, left) for subject in left.plan.subjects]
        inside = [self._mentioned(left, place) for place in self._inside(left)]
        return _sum([*counted, *inside, (left.texts, left.texts, 0, 0)])

    def _rows_of(self, subject: Subject, left: _Left, only: Collection[str] | None = None) -> Unidentified:
        """Return the persons of one subject at most: rows with an item in its columns.

        With *only*, rows with an item in those of them, and in none of its others.
        """
        if not self._shown(subject, left.plan):
            return NOBODY
        layout, presence = left.rows.layout, left.rows.presence
        asked = [name for name in subject.columns if only is None or name in only]
        others = [name for name in subject.columns if name not in asked]
        lower = [name for name in asked if name in left.masked or self._falls(name, left)]
        general = layout.mask(asked, GENERAL) | layout.mask(lower, SENSITIVE)
        sensitive = layout.mask([name for name in asked if name not in lower], SENSITIVE)
        without = layout.mask(others, GENERAL) | layout.mask(others, SENSITIVE)
        if left.minors:
            without |= self._of_minors(left.rows)
        young = layout.young(self._subjects_of(subject.columns, left.rows.plan))

        def count(some: Presence, times: int) -> Unidentified:
            there = some.has(general | sensitive) & ~some.has(without)
            minor = there & some.has(young)
            classes = (there, there & some.has(general), there & some.has(sensitive) | minor, minor)
            every, of_general, of_sensitive, minors = (times * some.rows(where) for where in classes)
            return every, of_general, of_sensitive, minors

        named = set(asked) - left.masked if only is None else set()
        further = [part for name, part in presence.further.items() if name in named]
        times = self._times(subject, left.plan) if only is None else 1
        return _sum([count(presence, times), *(count(part, 1) for part in further)])

    def _falls(self, name: str, left: _Left) -> bool:
        """Tell whether nothing in a column is sensitive any more, for what is gone."""
        planned, levels = left.standing[name].planned, left.rows.rules.levels
        kinds = planned.kinds if planned is not None else ()
        return left.lowered.issuperset(kind for kind in kinds if levels[kind] == "sensitive")

    def _shown(self, subject: Subject, plan: Plan) -> bool:
        """Tell whether a subject has a column that shows persons: without one nobody is counted."""
        detectors = self.rules.detectors
        columns = (c for c in plan.columns if c.name in subject.columns)
        return any(detectors[kind].role in _SOMEBODY for column in columns for kind in column.kinds)

    def _of_minors(self, rows: RowSet) -> int:
        """Return the bits of rows in which somebody under 14 is known."""
        subjects = enumerate(rows.plan.subjects)
        return rows.layout.young(n for n, subject in subjects if self._shown(subject, rows.plan))

    @staticmethod
    def _subjects_of(columns: Collection[str], plan: Plan) -> Iterator[int]:
        return (n for n, subject in enumerate(plan.subjects) if not set(columns).isdisjoint(subject.columns))

    def _times(self, subject: Subject, plan: Plan) -> int:
        """Return how many persons one row of a subject may be, at most: nearly always one.

        More where it has several names, or several identifiers of a kind, each of which may be another's.
        """
        pairs = [(c.name, kind) for c in plan.columns if c.name in subject.columns for kind in c.kinds]
        numbers: Counter[str] = Counter()
        for column, kind in pairs:
            if self.rules.strength(column, kind):
                numbers[self.rules.numbers(kind)] += 1
            elif kind == NAME:
                numbers.update(f"{NAME}\0{other}" for other in self.rules.name_with)
        beside: Counter[int] = Counter()
        for kind, often in numbers.items():
            beside[self.rules.number(kind)] += often
        for kind in {kind for _, kind in pairs} & {ADDRESS, LANDLINE}:
            beside[self.rules.number(kind)] += 1
        names = sum(1 for _, kind in pairs if kind == NAME)
        return max(1, names, *beside.values()) + max([1, *numbers.values()]) - 1

    # ---- mentions ------------------------------------------------------------------------------------------

    def _inside(self, left: _Left) -> list[tuple[str, str]]:
        """Return columns and kinds of the mentions that count in a copy."""
        return [
            (name, kind)
            for name, standing in left.standing.items()
            for kind in standing.inside
            if self.rules.detectors[kind].role in {"identifier", "trait"} and left.rows.rules.flag(kind)
        ]

    def _mentioned(self, left: _Left, place: tuple[str, str]) -> Unidentified:
        """Return the persons of mentions at most: as many as were counted, if they are nobody else's now."""
        whole = left.rows.bases[""]
        if left.lonely or place not in whole.mentions or not self._as_counted(place, left, whole):
            return self._hits(left, place)
        people = whole.mentions[place]
        every, general, sensitive, minors = map(people.high, CLASSES)
        if left.minors:
            sensitive, minors = (sensitive if left.rows.rules.flag(place[1]) & SENSITIVE else 0), 0
        return every, general, sensitive, minors

    def _hits(self, left: _Left, place: tuple[str, str]) -> Unidentified:
        """Return the persons of mentions at most: every one somebody else."""
        name, kind = place
        hits = left.rows.places[name].hits.get(kind, 0)
        flag = left.rows.rules.flag(kind)
        detector = self.rules.detectors[kind]
        young = hits if self.minors and not left.minors and (detector.born or detector.aged) else 0
        return hits, hits if flag & GENERAL else 0, hits if flag & SENSITIVE else young, young

    def _same_owners(self, kind: str, left: _Left, base: Base) -> bool:
        """Tell whether mentions of *kind* are the row's own in a copy where they are in the *base*."""

        def owning(plan: Plan) -> set[tuple[str, str]]:
            numbers = self.rules.numbers(kind)
            return {(c.name, k) for c in plan.columns for k in c.kinds if self.rules.numbers(k) == numbers}

        return owning(left.plan) == owning(base.plan)

    # ---- by people -----------------------------------------------------------------------------------------

    def _with_source(self, copy: Copy, lefts: Sequence[_Left]) -> Copy:
        """Return the copy with the people it has: those of the plan that is nearest to its own."""
        best, nearest = copy, (False, False, 0)
        for name in self.row_sets[0].bases if self.row_sets else ():
            reduced = [self._reduced(left.rows.bases[name], left) for left in lefts]
            some = [each for each in reduced if each is not None]
            if len(some) < len(lefts):
                continue
            exact, spread = all(each.exact for each in some), any(each.spread for each in some)
            more = _sum(each.more for each in some)
            near = (exact, not spread, -more[0])
            if best.source is None or near > nearest:
                source = (name, tuple((each.subjects, each.mentions) for each in some))
                best, nearest = Copy(copy.known, copy.kinds, copy.rows, source, more, exact, spread), near
        return best

    def _reduced(self, base: Base, left: _Left) -> _Reduced | None:
        """Return what a copy has of the people of a *base*; None where its keys may be others.

        What it has besides, a column that is masked or of which no key is made, adds only rows that hold
        nothing else; but it may make those of a class whom others identify.
        """
        counted = {column.name: column for column in base.plan.columns}
        added = {c.name for c in left.plan.columns if c.name in left.masked or c.name not in counted}
        kept = [column for column in left.plan.columns if column.name not in added]
        besides = [column for column in left.plan.columns if column.name in added - left.masked]
        if left.lonely or any(counted[c.name] != c for c in kept) or not all(map(self._in_no_key, besides)):
            return None
        found = self._subjects_left(base, left, added)
        if found is None:
            return None
        numbers, more, exact = found
        mentions: list[tuple[str, str]] = []
        spread = bool(besides)
        for place in self._inside(left):
            if self._as_counted(place, left, base):
                mentions.append(place)
                continue
            if self.rules.detectors[place[1]].needs_company:
                return None  # it may make a document's number one of several persons
            hits = self._hits(left, place)
            more.append(hits)
            exact &= not hits[0]
            spread |= bool(hits[0]) and self.rules.detectors[place[1]].identifies
        more.append((left.texts, left.texts, 0, 0))
        exact &= not (left.minors or left.lowered or added or (left.names_gone and left.texts))
        return _Reduced(tuple(numbers), tuple(mentions), _sum(more), exact, spread)

    def _subjects_left(
        self, base: Base, left: _Left, added: Collection[str]
    ) -> tuple[list[int], list[Unidentified], bool] | None:
        """Return which subjects of *base* a copy has, rows with *added* columns only, and if it is all."""
        numbers: list[int] = []
        more: list[Unidentified] = []
        exact = True
        for subject in left.plan.subjects:
            if not self._shown(subject, left.plan):
                continue
            if added:
                more.append(self._rows_of(subject, left, only=added))
            theirs = [name for name in subject.columns if name not in added]
            if not theirs:
                continue
            number = self._counted_as(theirs, subject, base)
            if number is None:
                return None
            exact &= len(base.plan.subjects[number].columns) == len(theirs)
            numbers.append(number)
        return numbers, more, exact

    def _counted_as(self, columns: Sequence[str], subject: Subject, base: Base) -> int | None:
        """Return the subject of *base* that has all keys of a copy's *subject* with those *columns*."""
        number = next((n for n, each in enumerate(base.plan.subjects) if columns[0] in each.columns), None)
        if number is None:
            return None
        known = base.plan.subjects[number]
        gone = set(known.columns) - set(columns)
        fits = known.guessed == subject.guessed and set(columns) <= set(known.columns)
        planned = (column for column in base.plan.columns if column.name in gone)
        if not fits or not self._shown(known, base.plan) or not all(map(self._in_no_key, planned)):
            return None
        return number

    def _in_no_key(self, column: PlannedColumn) -> bool:
        """Tell whether no key of a person is made of a column: its going takes items away, and no more."""
        return all(
            kind not in _IN_KEYS and not self.rules.strength(column.name, kind) for kind in column.kinds
        )

    def _as_counted(self, place: tuple[str, str], left: _Left, base: Base) -> bool:
        """Tell whether the mentions of a column and kind are the same persons, or fewer, as in the *base*."""
        known = {column.name for column in base.plan.columns}
        if any(column.name == place[0] and place[0] not in known for column in left.rows.plan.columns):
            return False  # they went with their column
        if self.rules.detectors[place[1]].identifies:
            return self._same_owners(place[1], left, base)
        # Whether a landline in a text is somebody's more depends on all that is beside it.
        rows = left.rows
        return base is rows.bases[""] and all(
            name in left.standing and name not in left.masked
            for name, each in rows.places.items()
            if each.among.planned is not None or each.hits
        )


def _masked(name: str) -> Standing:
    return Standing(PlannedColumn(name, (MASKED,)), frozenset({MASKED}))


def _with_addresses(left: _Left) -> _Left:
    """Return *left*, in which nothing shows persons, with addresses in its texts: somebody lives there."""
    standing = {}
    for name, each in left.standing.items():
        texts = each.texts
        if texts is not None and texts.addresses:
            texts = Texts(texts.persons + texts.addresses, texts.with_own + texts.addresses, 0)
            each = Standing(each.planned, each.kinds | {ADDRESS}, each.inside, texts)  # noqa: PLW2901
        standing[name] = each
    return replace(left, standing=standing)


def _sum(counts: Iterable[Unidentified]) -> Unidentified:
    every, general, sensitive, minors = map(sum, zip(NOBODY, *counts, strict=True))
    return every, general, sensitive, minors
