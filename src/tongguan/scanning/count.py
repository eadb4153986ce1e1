"""From examined columns and a plan to people: the count of one batch.

The result merges: ``count(a + b) == count(a).merge(count(b))`` for any cutting of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.keys import Keys, distinct, no_keys
from tongguan.persons.flags import LOOSE, MINOR, SENSITIVE, SURE
from tongguan.persons.people import People, merge
from tongguan.scanning.examined import Examined, Hits
from tongguan.scanning.presence import Layout, Presence, masks_of, merge_presence
from tongguan.scanning.represent import Representatives
from tongguan.scanning.rules import ADDRESS, BIRTHDAY, LANDLINE, NAME
from tongguan.scanning.together import NOTHING_SEEN, Together, merge_together

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

    from tongguan.kernels.keys import Flags
    from tongguan.kernels.text import Ints, Mask
    from tongguan.scanning.plan import Plan, PlannedColumn
    from tongguan.scanning.rules import Rules
    from tongguan.scanning.subjects import Subject

MINOR_BELOW = 14  # PIPL 28: under fourteen
_BETWEEN_NAMES = r"[、,，;；/|&＆+\r\n]+|\p{Han}{2}[ \x{3000}]+|与"

# What tells people apart who have a number in common, the most telling first.
_SETS_APART = (BIRTHDAY, ADDRESS, LANDLINE)

_Name = TypeVar("_Name", bound="Hashable")


@dataclass(frozen=True)
class Counted:
    """People of some rows of one row set.

    ``people`` are those the plan's columns show, by leave-out (``""`` for all columns) and the number of
    the subject in that plan. ``mentions`` are those found inside other values, by leave-out
    (whose number it is decides whether it is somebody new), column and kind; ``distinct`` are the
    different values of columns that identify or name; ``together`` is what was seen of columns of
    which no header says whose they are; ``presence`` tells what is where, if it was asked for.
    """

    people: Mapping[tuple[str, int], People] = field(default_factory=dict)
    mentions: Mapping[tuple[str, str, str], People] = field(default_factory=dict)
    distinct: Mapping[str, Keys] = field(default_factory=dict)
    together: Together = NOTHING_SEEN
    presence: Presence = field(default_factory=Presence)

    def subjects(self, left_out: str) -> tuple[People, ...]:
        """Return the people of each subject under one leave-out, in the order of its plan."""
        numbers = sorted(number for name, number in self.people if name == left_out)
        return tuple(self.people[left_out, number] for number in numbers)


def merge_counted(parts: Iterable[Counted]) -> Counted:
    """Return the people of all *parts*."""
    several = list(parts)
    if len(several) == 1:
        return several[0]
    return Counted(
        _merged([p.people for p in several]),
        _merged([p.mentions for p in several]),
        {
            k: distinct(np.concatenate([p.distinct[k] for p in several if k in p.distinct]))
            for k in _names(p.distinct for p in several)
        },
        merge_together(p.together for p in several),
        merge_presence(p.presence for p in several),
    )


def _merged(maps: Sequence[Mapping[_Name, People]]) -> dict[_Name, People]:
    """Return the people of *maps* by name; those that leave-outs have in common are merged once."""
    known: dict[tuple[int, ...], People] = {}
    merged: dict[_Name, People] = {}
    for name in _names(maps):
        parts = [each[name] for each in maps if name in each]
        same = tuple(id(part) for part in parts)
        if same not in known:
            known[same] = merge(parts)
        merged[name] = known[same]
    return merged


def _names(maps: Iterable[Mapping[_Name, object]]) -> list[_Name]:
    return sorted({name for m in maps for name in m}, key=str)


def count(
    columns: Mapping[str, Examined], plans: Mapping[str, Plan], rules: Rules, *, presence: bool = False
) -> Counted:
    """Count the people of one batch under *plans*: the whole (``""``) and each leave-out.

    With *presence*, also what is where under the whole plan.
    """
    batch = Batch(columns, rules)
    minors = batch.minors(plans[""])
    return Counted(
        {
            (name, number): batch.people(subject, plan, minors)
            for name, plan in plans.items()
            for number, subject in enumerate(plan.subjects)
        },
        batch.all_mentions(plans),
        {name: distinct(tokens) for name, tokens in batch.column_tokens(plans[""])},
        seen_together(columns, plans[""], rules),
        batch.presence(plans[""], minors) if presence else Presence(),
    )


def seen_together(columns: Mapping[str, Examined], plan: Plan, rules: Rules) -> Together:
    """Return what stands beside what in the columns of which no header says whose they are."""
    # Under a key that is always the same: which column goes with which must not depend on the year's.
    batch = Batch(columns, replace(rules, key=bytes(len(rules.key))))
    kinds = {column.name: column.kinds[0] for column in plan.columns}
    return Together.of(
        {
            (number, other): batch.pairs((number, kinds[number]), (other, kinds[other]))
            for number, other in plan.to_tell_apart(rules.detectors)
        }
    )


def _whole_or_inside(examined: Examined, kind: str) -> Hits | None:
    """Return the values of *kind* that stand for their rows: whole cells, or the first inside one.

    In a column of phone numbers, ``tel: 13812345678`` is the row's phone number.
    """
    whole, inside = examined.whole.get(kind), examined.mentions.get(kind)
    if inside is None or inside.values is None or inside.count == 0:
        return whole
    if whole is None or whole.values is None:
        return inside.filter(inside.first_of_row)
    return whole.join(inside.filter(inside.first_of_row & ~np.isin(inside.rows, whole.rows)))


class Batch:
    """The columns of one batch; every value is hashed at most once."""

    def __init__(self, columns: Mapping[str, Examined], rules: Rules) -> None:
        self.columns = columns
        self.rules = rules
        self.rows = next((column.rows for column in columns.values()), 0)
        self._tokens: dict[tuple[str, str], tuple[Ints, Keys]] = {}
        self._items: dict[PlannedColumn, Flags] = {}
        self._inside: dict[tuple[str, int], tuple[Ints, Keys, Flags]] = {}  # the columns keep the hits alive
        self._people: dict[tuple[Subject, tuple[PlannedColumn, ...]], People] = {}

    def tokens(self, column: str, kind: str) -> tuple[Ints, Keys]:
        """Return rows and keys of the values in *column* that identify by *kind*; placeholders left out."""
        if (column, kind) not in self._tokens:
            self._tokens[column, kind] = self._hash(column, kind)
        return self._tokens[column, kind]

    def _hash(self, column: str, kind: str) -> tuple[Ints, Keys]:
        if kind == NAME:
            rows, names = self.names(column)
            return rows, self.rules.tokens(kind, names)
        hits = _whole_or_inside(self.columns[column], kind)
        if hits is None or hits.values is None:
            return np.zeros(0, dtype=np.int64), no_keys()
        real = np.flatnonzero(self.rules.detectors[kind].real(hits.values))
        return hits.rows[real], self.rules.tokens(kind, hits.values.take(pa.array(real)))

    def pairs(self, left: tuple[str, str], right: tuple[str, str]) -> Keys:
        """Return for each row in which both columns hold a value the first words of their keys."""
        (rows, keys), (others, other_keys) = self.tokens(*left), self.tokens(*right)
        _, at, other_at = np.intersect1d(rows, others, assume_unique=True, return_indices=True)
        return np.stack([keys[at, 0], other_keys[other_at, 0]], axis=1)

    def column_tokens(self, plan: Plan) -> Iterable[tuple[str, Keys]]:
        """Yield each planned column that identifies or names, with the keys of its values."""
        for column in plan.columns:
            if self.rules.detectors[column.kinds[0]].role in {"identifier", "name"}:
                yield column.name, self.tokens(column.name, column.kinds[0])[1]

    def minors(self, plan: Plan) -> dict[str, Mask]:
        """Return for each planned column the rows whose subject is under 14.

        Known from the whole file, and kept when columns are left out: a child does not grow up
        because its ID number is dropped.
        """
        young = {}
        for subject in plan.subjects:
            mask = np.zeros(self.rows, dtype=bool)
            for column, kind in self._kinds(subject, plan):
                hits = _whole_or_inside(self.columns[column], kind)
                if hits is not None:
                    mask[hits.rows[self.is_minor(kind, hits)]] = True
            young.update(dict.fromkeys(subject.columns, mask))
        return young

    def is_minor(self, kind: str, hits: Hits) -> Mask:
        """Tell of which of *hits*, values of *kind*, somebody under 14 is known."""
        detector = self.rules.detectors[kind]
        young = np.zeros(hits.count, dtype=bool)
        if hits.count == 0:
            return young
        if detector.born is not None:
            birthdays = detector.born(hits.values) if hits.dates is None else hits.dates
            young |= birthdays > self.rules.born_after
        if detector.aged is not None and hits.values is not None:
            ages = detector.aged(hits.values)
            young |= (ages >= 0) & (ages < MINOR_BELOW)
        return young

    def _kinds(self, subject: Subject, plan: Plan) -> list[tuple[str, str]]:
        return [(c.name, kind) for c in plan.columns if c.name in subject.columns for kind in c.kinds]

    def items(self, column: PlannedColumn) -> Flags:
        """Return for each row the classes of the items in *column*; 0 where it says nothing of anybody."""
        if column not in self._items:
            seen, flags = self.columns[column.name], np.zeros(self.rows, dtype=np.uint8)
            if column.whole:
                flags[seen.filled] |= self.rules.flag(column.kinds[0])
            for kind in column.kinds:
                # In a column that is nobody's, what stands inside its cells are items too.
                hits = seen.whole.get(kind) if column.whole else _whole_or_inside(seen, kind)
                if hits is not None:  # 无 under 诊断 is of the kind, and says nothing of anybody
                    flags[hits.rows[seen.filled[hits.rows]]] |= self.rules.flag(kind)
            self._items[column] = flags
        return self._items[column]

    def flags(self, subject: Subject, plan: Plan, minors: Mapping[str, Mask]) -> Flags:
        """Return for each row the classes of the subject's items in it; 0 where it has none."""
        flags = np.zeros(self.rows, dtype=np.uint8)
        young = np.zeros(self.rows, dtype=bool)
        for column in (c for c in plan.columns if c.name in subject.columns):
            flags |= self.items(column)
            young |= minors.get(column.name, False)
        # Every item of a person under 14 is sensitive (PIPL 28); the ordinary ones stay counted too.
        flags[young & (flags != 0)] |= SENSITIVE | MINOR
        return flags

    def presence(self, plan: Plan, minors: Mapping[str, Mask]) -> Presence:
        """Tell which columns of *plan* hold something of somebody in each row."""
        layout = Layout.of(plan, self.rules.levels)
        young = [minors[subject.columns[0]] for subject in plan.subjects]
        items = {column.name: self.items(column) for column in plan.columns}
        named = [column.name for column in plan.columns if NAME in column.kinds]
        further = {name: self.further_names(name) for name in named}
        return Presence.of(
            masks_of(layout, self.rows, items, young), layout.young(range(len(plan.subjects))), further
        )

    def people(self, subject: Subject, plan: Plan, minors: Mapping[str, Mask]) -> People:
        """Count one subject's persons; under plans that are alike for it, once."""
        alike = (subject, tuple(column for column in plan.columns if column.name in subject.columns))
        if alike not in self._people:
            self._people[alike] = self._counted(subject, plan, minors)
        return self._people[alike]

    def _counted(self, subject: Subject, plan: Plan, minors: Mapping[str, Mask]) -> People:
        kinds = self._kinds(subject, plan)
        detectors = self.rules.detectors
        if not any(detectors[kind].role in {"identifier", "name", "trait"} for _, kind in kinds):
            return People.none()
        represented = Representatives(self.rows)
        by_strength = sorted(
            (pair for pair in kinds if self.rules.strength(*pair)),
            key=lambda pair: -self.rules.strength(*pair),
        )
        for column, kind in by_strength:
            represented.identify(
                *self.tokens(column, kind),
                numbers=self.rules.numbers(kind),
                kind=self.rules.number(kind),
                loose=self.rules.loose(column, kind),
            )
        names = [column for column, kind in kinds if kind == NAME]
        for column in names:
            for kind in self.rules.name_with:
                rows, tokens = self.named_with(kind, column, kinds)
                represented.identify(
                    rows,
                    tokens,
                    numbers=f"{NAME}\0{kind}",
                    kind=self.rules.number(f"{NAME}\0{kind}"),
                    loose=LOOSE,
                )
        flags = self.flags(subject, plan, minors)
        others = [np.empty(0, dtype=np.uint8)]
        born = np.zeros((self.rows, 2), dtype=np.uint64)
        if names and not represented.known.all():  # asked of those only whom nothing identifies
            born = self.birthdays(kinds)
        for column in names:
            represented.name(*self.tokens(column, NAME), born)
            others.append(flags[self.further_names(column)])
        self.tell_apart(represented, kinds)
        return represented.people(flags, 0 if subject.guessed else SURE, np.concatenate(others))

    def tell_apart(self, represented: Representatives, kinds: Iterable[tuple[str, str]]) -> None:
        """Tell what sets people apart in rows whose identifier has nothing beside it: birthday, address."""
        some = [(column, kind) for wanted in _SETS_APART for column, kind in kinds if kind == wanted]
        for column, kind in some:
            rows, texts = self._said_of(column, kind)
            there = np.flatnonzero(np.isin(rows, represented.alone))
            tokens = self.rules.tokens(kind, texts.take(pa.array(there)))
            if kind == BIRTHDAY:
                represented.distinguish(rows[there], tokens)
            else:
                represented.stands_beside(rows[there], tokens, kind=self.rules.number(kind))

    def birthdays(self, kinds: Iterable[tuple[str, str]]) -> Keys:
        """Return keys of the dates of birth among *kinds*, shape (rows, 2); zero where there is none."""
        keys = np.zeros((self.rows, 2), dtype=np.uint64)
        for column, kind in kinds:
            if kind == BIRTHDAY:
                rows, texts = self._dates(column)
                keys[rows] = self.rules.tokens(BIRTHDAY, texts)
        return keys

    def _dates(self, column: str) -> tuple[Ints, pa.Array]:
        """Return the rows of a column of dates of birth, and the dates as yyyymmdd."""
        hits, born = self.columns[column].whole.get(BIRTHDAY), self.rules.detectors[BIRTHDAY].born
        if hits is None or born is None or (hits.values is None and hits.dates is None):
            return np.zeros(0, dtype=np.int64), pa.array([], pa.string())
        dates = born(hits.values) if hits.dates is None else hits.dates
        read = dates > 0
        return hits.rows[read], pc.cast(pa.array(dates[read]), pa.string())

    def _said_of(self, column: str, kind: str) -> tuple[Ints, pa.Array]:
        """Return rows and texts of what a column says of persons, such as a birthday, written one way."""
        if kind == BIRTHDAY:
            return self._dates(column)
        hits = self.columns[column].whole.get(kind)
        if hits is None or hits.values is None:
            return np.zeros(0, dtype=np.int64), pa.array([], pa.string())
        return hits.rows, self.rules.names(hits.values)

    def named_with(self, kind: str, names: str, kinds: Iterable[tuple[str, str]]) -> tuple[Ints, Keys]:
        """Return rows and keys of names together with a birthday or an address (*kind*) of the same row."""
        for column, other in kinds:
            if other != kind:
                continue
            rows, texts = self._said_of(column, kind)
            named, written = self.names(names)
            both, at_name, at_other = np.intersect1d(named, rows, assume_unique=True, return_indices=True)
            one = written.take(pa.array(at_name))
            other_one = texts.take(pa.array(at_other)).cast(one.type)
            joined = pc.binary_join_element_wise(one, other_one, pa.scalar("\0", one.type))
            return both, self.rules.tokens(f"{NAME}\0{kind}", joined)
        return np.zeros(0, dtype=np.int64), no_keys()

    def names(self, column: str) -> tuple[Ints, pa.Array]:
        """Return the rows of a column of names that hold one, and the names written one way."""
        examined = self.columns[column]
        named = np.flatnonzero(examined.filled[examined.text_rows])
        return examined.text_rows[named], self.rules.names(examined.text.take(pa.array(named)))

    def further_names(self, column: str) -> Ints:
        """Return the rows of cells with several names, once for each name but the first."""
        hits = self.columns[column].whole.get(NAME)
        if hits is None or hits.values is None or hits.count == 0:
            return np.zeros(0, dtype=np.int64)
        further = np.asarray(pc.count_substring_regex(hits.values, _BETWEEN_NAMES)).astype(np.int64)
        return np.repeat(hits.rows, further)

    def all_mentions(self, plans: Mapping[str, Plan]) -> dict[tuple[str, str, str], People]:
        """Count the persons of :meth:`mentions` under each plan; under plans that are the same, once.

        What a plan has left out is gone with all that is in it.
        """
        whole = {column.name for column in plans[""].columns}
        counted: list[tuple[Plan, dict[tuple[str, str], People]]] = []
        found: dict[tuple[str, str, str], People] = {}
        for left_out, plan in plans.items():
            theirs = next((known for other, known in counted if other == plan), None)
            if theirs is None:
                theirs = self.mentions(plan, whole - {column.name for column in plan.columns})
                counted.append((plan, theirs))
            found |= {(left_out, *place): people for place, people in theirs.items()}
        return found

    def mentions(self, plan: Plan, gone: Collection[str]) -> dict[tuple[str, str], People]:
        """Count the persons found inside longer values, and whole values in columns of no kind."""
        planned = {column.name for column in plan.columns}
        found: dict[tuple[str, str], People] = {}
        for name, examined in self.columns.items():
            if name in gone:
                continue
            for kind, detector in self.rules.detectors.items():
                hits = [examined.mentions.get(kind)]
                if name not in planned and detector.stands_alone:
                    hits.append(examined.whole.get(kind))
                people = merge(self._mentioned(kind, hit, plan) for hit in hits if hit is not None)
                if people.unidentified[0] or len(people.keys):
                    found[name, kind] = people
        return found

    def _mentioned(self, kind: str, hits: Hits, plan: Plan) -> People:
        detector = self.rules.detectors[kind]
        if hits.values is None or detector.role not in {"identifier", "trait"} or not self.rules.flag(kind):
            return People.none()
        if detector.role == "trait":
            return self._somebodys(kind, hits, plan)
        rows, tokens, flags = self._numbers(kind, hits)
        # The row's own number, written once more in its remark, is nobody new.
        new = ~self._own(kind, rows, tokens, plan)
        return People.of(tokens[new], flags[new])

    def _numbers(self, kind: str, hits: Hits) -> tuple[Ints, Keys, Flags]:
        """Return rows, keys and flags of mentions, whosever they are."""
        known = self._inside.get((kind, id(hits)))
        if known is None:
            real = np.flatnonzero(self.rules.detectors[kind].real(hits.values))
            values, rows = hits.values.take(pa.array(real)), hits.rows[real]  # type: ignore[union-attr]
            kept = self.rules.flag(kind) | SURE | self.rules.loose("", kind)
            flags = np.full(len(rows), kept, dtype=np.uint8)
            flags[self.is_minor(kind, Hits(rows, values))] |= SENSITIVE | MINOR
            known = self._inside[kind, id(hits)] = rows, self.rules.tokens(kind, values), flags
        return known

    def _somebodys(self, kind: str, hits: Hits, plan: Plan) -> People:
        """Count what tells that there is somebody, not who (a landline): one a row with nobody else."""
        known = np.zeros(self.rows, dtype=bool)
        for column in plan.columns:
            if self.rules.detectors[column.kinds[0]].role in {"identifier", "name", "trait"}:
                known |= self.columns[column.name].filled
        for examined in self.columns.values():
            for other, there in examined.mentions.items():
                if self.rules.detectors[other].identifies:
                    known[there.rows] = True
        return People.unknown(int(np.count_nonzero(~known[np.unique(hits.rows)])), self.rules.flag(kind))

    def _own(self, kind: str, rows: Ints, tokens: Keys, plan: Plan) -> Mask:
        own = np.zeros(len(rows), dtype=bool)
        for column in plan.columns:
            for other in column.kinds:
                if self.rules.numbers(other) != self.rules.numbers(kind):
                    continue
                theirs, keys = self.tokens(column.name, other)
                if len(theirs) == 0:
                    continue
                at = np.minimum(np.searchsorted(theirs, rows), len(theirs) - 1)
                own |= (theirs[at] == rows) & np.all(keys[at] == tokens, axis=1)
        return own
