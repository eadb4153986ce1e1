"""From examined columns and a plan to people: the count of one batch.

The result merges: ``count(a + b) == count(a).merge(count(b))`` for any cutting of the rows.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.keys import Keys, distinct, no_keys
from tongguan.kernels.siphash import KEY_LENGTH, siphash128
from tongguan.scanning.examined import Examined, Hits
from tongguan.scanning.headers import match
from tongguan.scanning.people import GENERAL, MINOR, SENSITIVE, SURE, People, merge

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from tongguan.detector import Detector
    from tongguan.kernels.text import Ints, Mask
    from tongguan.scanning.plan import Levels, Plan
    from tongguan.scanning.subjects import Subject

NAME = "person_name"
MINOR_BELOW = 14  # PIPL 28: under fourteen
_BETWEEN_NAMES = "[、,，;；/|]+"

_Name = TypeVar("_Name", bound="Hashable")


@dataclass(frozen=True)
class Rules:
    """What counting needs to know, the same for all batches.

    ``key`` is the year's secret; ``born_after`` is the date (yyyymmdd) after which a person was born
    who is under 14 on the day of the export. ``scope`` names what gave out numbers that only one system
    knows: member 12345 of one export is not member 12345 of another.
    """

    key: bytes
    detectors: Mapping[str, Detector]
    levels: Levels
    born_after: int
    scope: str = ""

    def tokens(self, kind: str, values: pa.Array) -> Keys:
        """Return the person keys of canonical *values* of one kind.

        Each kind has a key of its own, so that a bank card and a waybill with the same digits are
        not one person; a driving licence bears the number of the resident ID, and has its key.
        """
        detector, numbers = self.detectors[kind], self.numbers(kind)
        if not detector.local:
            return self._keyed(numbers, values)
        keys = self._keyed(f"{kind}\0{self.scope}", values)
        if detector.numbered_as:
            # A pupil's national number is the resident ID's everywhere, a school's own is the school's.
            shared = self.detectors[numbers].find(values)
            keys[shared] = self._keyed(numbers, values.filter(pa.array(shared)))
        return keys

    def _keyed(self, numbers: str, values: pa.Array) -> Keys:
        return siphash128(values, hmac.digest(self.key, numbers.encode(), hashlib.sha256)[:KEY_LENGTH])

    def numbers(self, kind: str) -> str:
        """Return the kind whose numbers those of *kind* are."""
        return self.detectors[kind].numbered_as or kind

    def strength(self, column: str, kind: str) -> int:
        """Return how well values of *kind* in *column* stand for persons: 0 for not at all.

        A shape that many codes share stands for somebody only where nothing better does, unless the
        header names it: a product code taken for a permit would make one person of all who bought it.
        Nor does what many share, as nicknames are.
        """
        detector = self.detectors[kind]
        if not detector.identifies or match(column, detector.shared_under) is not None:
            return 0
        if detector.needs_company and match(column, detector.headers) is None:
            return 1
        return max(detector.strength, 1)

    def flag(self, kind: str) -> int:
        """Return the class flag of an item of *kind*."""
        return {"none": 0, "general": GENERAL, "sensitive": SENSITIVE}[self.levels[kind]]


@dataclass(frozen=True)
class Counted:
    """People of some rows of one row set.

    ``people`` are those the plan's columns show: of all columns under ``""``, and of what remains
    under the name of each leave-out. ``mentions`` are those found inside other values, by column
    and kind; ``distinct`` are the different values of columns that identify or name.
    """

    people: Mapping[str, People] = field(default_factory=dict)
    mentions: Mapping[tuple[str, str], People] = field(default_factory=dict)
    distinct: Mapping[str, Keys] = field(default_factory=dict)


def merge_counted(parts: Iterable[Counted]) -> Counted:
    """Return the people of all *parts*."""
    several = list(parts)
    if len(several) == 1:
        return several[0]
    return Counted(
        {k: merge(p.people[k] for p in several if k in p.people) for k in _names(p.people for p in several)},
        {
            k: merge(p.mentions[k] for p in several if k in p.mentions)
            for k in _names(p.mentions for p in several)
        },
        {
            k: distinct(np.concatenate([p.distinct[k] for p in several if k in p.distinct]))
            for k in _names(p.distinct for p in several)
        },
    )


def _names(maps: Iterable[Mapping[_Name, object]]) -> list[_Name]:
    return sorted({name for m in maps for name in m}, key=str)


def count(columns: Mapping[str, Examined], plans: Mapping[str, Plan], rules: Rules) -> Counted:
    """Count the people of one batch under *plans*: the whole (``""``) and each leave-out."""
    batch = _Batch(columns, rules)
    minors = batch.minors(plans[""])
    return Counted(
        {
            name: merge(batch.people(subject, plan, minors) for subject in plan.subjects)
            for name, plan in plans.items()
        },
        batch.mentions(plans[""]),
        {name: distinct(tokens) for name, tokens in batch.column_tokens(plans[""])},
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


class _Batch:
    """The columns of one batch; every value is hashed at most once."""

    def __init__(self, columns: Mapping[str, Examined], rules: Rules) -> None:
        self.columns = columns
        self.rules = rules
        self.rows = next((column.rows for column in columns.values()), 0)
        self._tokens: dict[tuple[str, str], tuple[Ints, Keys]] = {}

    def tokens(self, column: str, kind: str) -> tuple[Ints, Keys]:
        """Return rows and keys of the values in *column* that identify by *kind*; placeholders left out."""
        if (column, kind) not in self._tokens:
            self._tokens[column, kind] = self._hash(column, kind)
        return self._tokens[column, kind]

    def _hash(self, column: str, kind: str) -> tuple[Ints, Keys]:
        examined = self.columns[column]
        if kind == NAME:
            named = np.flatnonzero(examined.filled[examined.text_rows])
            return examined.text_rows[named], self.rules.tokens(kind, examined.text.take(pa.array(named)))
        hits = _whole_or_inside(examined, kind)
        if hits is None or hits.values is None:
            return np.zeros(0, dtype=np.int64), no_keys()
        real = np.flatnonzero(self.rules.detectors[kind].real(hits.values))
        return hits.rows[real], self.rules.tokens(kind, hits.values.take(pa.array(real)))

    def column_tokens(self, plan: Plan) -> Iterable[tuple[str, Keys]]:
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
                    mask[hits.rows[self._is_minor(kind, hits)]] = True
            young.update(dict.fromkeys(subject.columns, mask))
        return young

    def _is_minor(self, kind: str, hits: Hits) -> Mask:
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

    def flags(
        self, subject: Subject, plan: Plan, minors: Mapping[str, Mask]
    ) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        """Return for each row the classes of the subject's items in it; 0 where it has none."""
        flags = np.zeros(self.rows, dtype=np.uint8)
        young = np.zeros(self.rows, dtype=bool)
        for column in (c for c in plan.columns if c.name in subject.columns):
            if column.whole:
                flags[self.columns[column.name].filled] |= self.rules.flag(column.kinds[0])
            for kind in column.kinds:
                hits = self.columns[column.name].whole.get(kind)
                if hits is not None:
                    flags[hits.rows] |= self.rules.flag(kind)
            young |= minors.get(column.name, False)
        # Every item of a person under 14 is sensitive (PIPL 28); the ordinary ones stay counted too.
        flags[young & (flags != 0)] |= SENSITIVE | MINOR
        return flags

    def people(self, subject: Subject, plan: Plan, minors: Mapping[str, Mask]) -> People:
        """Count one subject's persons."""
        kinds = self._kinds(subject, plan)
        detectors = self.rules.detectors
        if not any(detectors[kind].role in {"identifier", "name", "trait"} for _, kind in kinds):
            return People.none()
        flags = self.flags(subject, plan, minors)
        best = np.zeros((self.rows, 2), dtype=np.uint64)
        known = np.zeros(self.rows, dtype=bool)
        linked: list[Keys] = []
        by_strength = sorted(
            (pair for pair in kinds if self.rules.strength(*pair)),
            key=lambda pair: -self.rules.strength(*pair),
        )
        for column, kind in by_strength:
            rows, tokens = self.tokens(column, kind)
            fresh = ~known[rows]
            best[rows[fresh]], known[rows[fresh]] = tokens[fresh], True
            weaker = ~fresh & np.any(best[rows] != tokens, axis=1)
            linked.append(tokens[weaker])
        sure = np.uint8(0 if subject.guessed else SURE)
        names, name_flags = [no_keys()], [np.empty(0, dtype=np.uint8)]
        others = [np.empty(0, dtype=np.uint8)]
        for column, kind in kinds:
            if kind == NAME:
                others.append(flags[self.further_names(column)])
                rows, tokens = self.tokens(column, kind)
                linked.append(tokens[known[rows]])
                nameless = ~known[rows]
                names.append(tokens[nameless])
                name_flags.append(flags[rows[nameless]] | sure)
        known &= flags != 0
        return People.of(
            best[known],
            flags[known] | sure,
            linked=np.concatenate([no_keys(), *linked]),
            names=np.concatenate(names),
            name_flags=np.concatenate(name_flags),
            unidentified=np.concatenate([flags[(flags != 0) & ~known], *others]),
        )

    def further_names(self, column: str) -> Ints:
        """Return the rows of cells with several names, once for each name but the first."""
        hits = self.columns[column].whole.get(NAME)
        if hits is None or hits.values is None or hits.count == 0:
            return np.zeros(0, dtype=np.int64)
        further = np.asarray(pc.count_substring_regex(hits.values, _BETWEEN_NAMES)).astype(np.int64)
        return np.repeat(hits.rows, further)

    def mentions(self, plan: Plan) -> dict[tuple[str, str], People]:
        """Count the persons found inside longer values, and whole values in columns of no kind."""
        planned = {column.name for column in plan.columns}
        found: dict[tuple[str, str], People] = {}
        for name, examined in self.columns.items():
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
        real = np.flatnonzero(detector.real(hits.values))
        values, rows = hits.values.take(pa.array(real)), hits.rows[real]
        tokens = self.rules.tokens(kind, values)
        flags = np.full(len(rows), self.rules.flag(kind) | SURE, dtype=np.uint8)
        flags[self._is_minor(kind, Hits(rows, values))] |= SENSITIVE | MINOR
        # The row's own number, written once more in its remark, is nobody new.
        new = ~self._own(kind, rows, tokens, plan)
        none = no_keys()
        empty = np.empty(0, dtype=np.uint8)
        return People.of(
            tokens[new], flags[new], linked=none, names=none, name_flags=empty, unidentified=empty
        )

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
