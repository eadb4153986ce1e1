"""The scan in one process: read, examine, count, decide what each column is, and count again if need be.

A column's kind is known only when all of it has been seen, but counting needs the kind in every
row. So the first batch's decision is used while reading on; where the last word is another, the
sources are read a second time under it. Most files are read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.errors import Unreadable
from tongguan.kernels.dates import years_before
from tongguan.reading import Leaves, Source, leaves
from tongguan.scanning.classify import Finding, classify_rows
from tongguan.scanning.count import Counted, Rules, count, merge_counted
from tongguan.scanning.examine import examine
from tongguan.scanning.headers import match
from tongguan.scanning.people import People, merge
from tongguan.scanning.plan import LeaveOut, Level, Levels, Plan, plan
from tongguan.scanning.profile import Profile, profile
from tongguan.scanning.scan import Column, Remainder, Scan, ScannedSource

if TYPE_CHECKING:
    from datetime import date

    from tongguan.detector import Detector
    from tongguan.scanning.examined import Examined

# Called with the number of rows read since the last call, and of all rows there are to read (None
# where no footer tells). More than all are read where the plan of the first batch was wrong.
Progress = Callable[[int, int | None], None]
_Tick = Callable[[int], None]

_MINOR_YEARS = 14  # PIPL 28: under fourteen
# Partial counts are merged when so many are waiting: memory stays near that of the result.
_PENDING = 16

# A column of birthdays of which fewer can be read leaves ages unknown.
_READABLE = 0.5
_SHORTEST_NUMBER = 11

_Place = tuple[str, str]  # path of a row set, column


def scan(
    sources: Sequence[Source],
    *,
    detectors: Mapping[str, Detector],
    levels: Levels,
    profile_name: str,
    key: bytes,
    on: date,
    leave_out: Mapping[str, LeaveOut] | None = None,
    progress: Progress | None = None,
) -> Scan:
    """Read every row of every column of *sources* and count the people.

    *levels* says for each kind how much the law minds it; *key* (32 bytes) is the year's secret,
    under which persons are hashed; *on* is the day the export leaves, on which age is judged.
    *leave_out* names what-ifs: people are also counted as if their columns were not there.

    Raises Unreadable when a source cannot be read to its end.
    """
    rules = Rules(key, detectors, levels, years_before(on, _MINOR_YEARS))
    groups: dict[tuple[str, ...], _Group] = {}
    tick = _ticking(sources, progress)
    for source in sources:
        batches = source.batches()
        first = next(batches, None)
        if first is not None:
            # Files with the same columns are one dataset: what a column is, all of them decide together.
            signature = (source.format, *(_column_signature(field) for field in first.schema))
            group = groups.setdefault(signature, _Group(rules, on, leave_out or {}))
            group.add(source, chain([first], batches), tick)
    for group in groups.values():
        group.settle(tick)
    return _report(list(groups.values()), sources, profile_name, rules)


def _column_signature(field: pa.Field) -> str:
    """Tell columns apart by name, and by what is inside them where they have an inside."""
    nested = pa.types.is_nested(field.type) or isinstance(field.type, pa.BaseExtensionType)
    return f"{field.name}: {field.type}" if nested else str(field.name)


def _ticking(sources: Sequence[Source], progress: Progress | None) -> _Tick:
    if progress is None:
        return lambda _: None
    hints = [source.rows_hint() for source in sources]
    total = None if None in hints else sum(hint or 0 for hint in hints)
    return lambda rows: progress(rows, total)


@dataclass
class _Tally:
    """Counts of a group while it is being read."""

    profiles: dict[_Place, Profile] = field(default_factory=dict)
    counted: dict[str, list[Counted]] = field(default_factory=dict)

    def add(self, path: str, part: Counted) -> None:
        parts = self.counted.setdefault(path, [])
        parts.append(part)
        if len(parts) >= _PENDING:
            parts[:] = [merge_counted(parts)]


class _Group:
    """Sources with the same columns."""

    def __init__(self, rules: Rules, on: date, leave_out: Mapping[str, LeaveOut]) -> None:
        self.rules = rules
        self.on = on
        self.leave_out = leave_out
        self.sources: list[Source] = []
        self.tally = _Tally()
        self.plans: dict[str, Plan] = {}
        self.findings: dict[_Place, Finding] = {}

    def add(self, source: Source, batches: Iterable[pa.RecordBatch], tick: _Tick) -> None:
        """Read the *batches* of *source* under the plan of the group, or that the first batch suggests."""
        self.sources.append(source)
        for path, columns in self._examined(batches, tick):
            for name, seen in columns.items():
                place = (path, name)
                self.tally.profiles[place] = self.tally.profiles.get(place, Profile()).merge(profile(seen))
            if path not in self.plans:
                self.plans[path] = self._plan(self._classify(path))
            self.tally.add(path, self._count(columns, self.plans[path]))

    def settle(self, tick: _Tick) -> None:
        """Decide what each column is from all that was seen; count again where that changes the plan."""
        final: dict[str, Plan] = {}
        for path in self.plans:
            found = self._classify(path)
            self.findings |= {(path, name): finding for name, finding in found.items()}
            final[path] = self._plan(found)
        changed = {path for path, settled in final.items() if settled != self.plans[path]}
        self.plans = final
        for path in changed:
            self.tally.counted[path] = []
        if changed:
            for source in self.sources:
                for path, columns in self._examined(source.batches(), tick):
                    if path in changed:
                        self.tally.add(path, self._count(columns, final[path]))
        for path, parts in self.tally.counted.items():
            self.tally.counted[path] = [merge_counted(parts)]
        self._refuse_a_row_taken_for_a_header()

    def _refuse_a_row_taken_for_a_header(self) -> None:
        """Refuse a delimited file whose columns are called what their values are: somebody would be lost."""
        if self.sources[0].format != "csv" or not self.sources[0].header:
            return
        for (_, name), finding in self.findings.items():
            detector = self.rules.detectors.get(finding.kind or "")
            if detector is None or match(name, detector.headers) is not None:
                continue
            if detector.role in {"identifier", "name"} and detector.find(pa.array([name]))[0]:
                raise Unreadable(
                    f"{self.sources[0].name}: its first row looks like data, not like names of columns. "
                    "The gate stays shut.",
                    hint="Add a row with names of columns.",
                )

    def people(self, left_out: str) -> People:
        """Return the people of the group under one leave-out (``""`` for the whole)."""
        gone = self.columns_left_out(left_out)
        parts: list[People] = []
        for path, (whole,) in self.tally.counted.items():
            parts.append(whole.people.get(left_out, People.none()))
            parts += [
                people
                for (column, kind), people in whole.mentions.items()
                if kind in self.findings[path, column].mentions and (path, column) not in gone
            ]
        return merge(parts)

    def columns_left_out(self, left_out: str) -> set[_Place]:
        """Return the places of the columns a leave-out takes away, those with mentions included."""
        if not left_out:
            return set()
        rule = self.leave_out[left_out]
        gone = {
            (path, name)
            for path, plan_ in self.plans.items()
            for name in plan_.left_out(rule, self.rules.levels)
        }
        return gone | {
            place
            for place, finding in self.findings.items()
            if any(rule(kind, self.rules.levels[kind]) for kind in finding.mentions)
        }

    def distinct(self, path: str) -> Mapping[str, int]:
        """Return how many different values the columns have that identify or name."""
        (whole,) = self.tally.counted[path]
        return {name: len(keys) for name, keys in whole.distinct.items()}

    def _examined(
        self, batches: Iterable[pa.RecordBatch], tick: _Tick
    ) -> Iterator[tuple[str, dict[str, Examined]]]:
        for batch in batches:
            for part in leaves(batch):
                yield part.path, self._examine(part)
            tick(batch.num_rows)

    def _examine(self, part: Leaves) -> dict[str, Examined]:
        # By the whole name: guardians[].phone tells more than phone.
        columns = ((f"{part.path}.{name}" if part.path else name, column) for name, column in part.columns)
        return {name: examine(name, column, self.rules.detectors) for name, column in columns}

    def _classify(self, path: str) -> dict[str, Finding]:
        seen = {name: each for (where, name), each in self.tally.profiles.items() if where == path}
        return classify_rows(seen, self.rules.detectors, self.on)

    def _plan(self, findings: Mapping[str, Finding]) -> Plan:
        return plan(findings, self.rules.detectors, self.rules.levels)

    def _count(self, columns: Mapping[str, Examined], whole: Plan) -> Counted:
        plans = {"": whole}
        for name, rule in self.leave_out.items():
            gone = whole.left_out(rule, self.rules.levels)
            plans[name] = whole.without(gone, self.rules.detectors) if gone else whole
        return count(columns, plans, self.rules)


def _report(groups: Sequence[_Group], sources: Sequence[Source], profile_name: str, rules: Rules) -> Scan:
    files = [source.file() for source in sources]
    columns = [column for group in groups for column in _columns(group, rules)]
    warnings = [f"{source.name}: {warning}" for source in sources for warning in source.warnings]
    unread = [
        f"{column.source}: column {column.column!r} holds {column.type} values that were not read"
        for column, seen in zip(columns, _profiles(groups), strict=True)
        if seen.unread
    ]
    return Scan(
        complete=not unread,
        rows=sum(file.rows for file in files),
        profile=profile_name,
        sources=tuple(ScannedSource(f.name, f.format, f.bytes, f.sha256, f.rows) for f in files),
        columns=tuple(columns),
        people=merge(group.people("") for group in groups),
        without={name: _remainder(groups, name, rules) for name in (groups[0].leave_out if groups else {})},
        warnings=(*warnings, *unread),
        unsure=(*unread, *(sentence for group in groups for sentence in _unsure(group, rules))),
    )


def _profiles(groups: Sequence[_Group]) -> Iterator[Profile]:
    for group in groups:
        yield from group.tally.profiles.values()


def _columns(group: _Group, rules: Rules) -> Iterator[Column]:
    where = group.sources[0].name if len(group.sources) == 1 else _common(group.sources)
    distinct = {path: group.distinct(path) for path in group.plans}
    for number, ((path, name), seen) in enumerate(group.tally.profiles.items(), 1):
        finding = group.findings[path, name]
        level: Level = "none" if finding.kind is None else rules.levels[finding.kind]
        inside = {kind: seen.mentions.get(kind, 0) for kind in finding.mentions}
        if finding.kind is None:
            inside = {kind: n + seen.found.get(kind, 0) for kind, n in inside.items()}
        inside |= {kind: seen.found[kind] for kind in finding.kinds[1:]}
        yield Column(
            source=where,
            column=_shown(name, number, rules),
            type=seen.type,
            kind=finding.kind,
            level=level,
            likelihood=finding.likelihood,
            why=finding.why,
            alternates=finding.alternates,
            checked=seen.checked,
            found=seen.found.get(finding.kind, 0) if finding.kind else 0,
            distinct=distinct[path].get(name),
            mentions={kind: n for kind, n in inside.items() if n},
            subject=group.plans[path].subject_of(name) if level != "none" else None,
            review=finding.review,
        )


def _is_somebodys(name: str, rules: Rules) -> bool:
    """Tell whether the name of a column is, or holds, somebody's number: in a table turned on its side."""
    if sum(character.isdigit() for character in name) < _SHORTEST_NUMBER and "@" not in name:
        return False
    seen = examine("", pa.array([name]), {k: d for k, d in rules.detectors.items() if d.in_text})
    return bool(seen.whole or seen.mentions)


def _shown(name: str, number: int, rules: Rules) -> str:
    if not _is_somebodys(name, rules):
        return name
    return f"column {number or ''}".strip() + ", whose name is a number of somebody"


def _common(sources: Sequence[Source]) -> str:
    return f"{sources[0].name} and {len(sources) - 1} more with the same columns"


def _unsure(group: _Group, rules: Rules) -> Iterator[str]:
    """Say where something belongs to persons, but nothing tells to whom or whether to anybody.

    Or how old they are: whether anybody is under 14 decides about everything else.
    """
    for number, (place, finding) in enumerate(group.findings.items(), 1):
        seen = group.tally.profiles[place]
        if _is_somebodys(place[1], rules):
            yield f"{_where(group, place[0])}: the name of column {number} is a number of somebody"
        if finding.kind == "date_of_birth" and seen.found.get("date_of_birth", 0) < _READABLE * seen.checked:
            where = _where(group, place[0])
            yield f"{where}: {place[1]!r} holds dates of birth, and most cannot be read as dates"
    for path, planned in group.plans.items():
        if planned.columns and not planned.anchored(rules.detectors):
            names = ", ".join(repr(column.name) for column in planned.columns)
            yield (
                f"{_where(group, path)}: {names} may say something about persons, "
                "but no column tells whether anybody, or who, is meant"
            )


def _where(group: _Group, path: str) -> str:
    return f"{group.sources[0].name}{': ' + path if path else ''}"


def _remainder(groups: Sequence[_Group], name: str, rules: Rules) -> Remainder:
    gone = [(group, place) for group in groups for place in group.columns_left_out(name)]
    kept = {
        kind
        for group in groups
        for place, finding in group.findings.items()
        if place not in group.columns_left_out(name)
        for kind in (*finding.kinds, *finding.mentions)
        if group.rules.levels[kind] != "none"
    }
    names = sorted({_shown(column, 0, rules) for _, (_, column) in gone})
    rests = [
        planned.without(planned.left_out(group.leave_out[name], rules.levels), rules.detectors)
        for group in groups
        for planned in group.plans.values()
    ]
    unsure = any(rest.columns and not rest.anchored(rules.detectors) for rest in rests)
    return Remainder(tuple(names), frozenset(kept), merge(group.people(name) for group in groups), unsure)
