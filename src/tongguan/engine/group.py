"""Files with the same columns: read, counted under a plan, and counted again where the plan was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.errors import Unreadable
from tongguan.persons.flags import GENERAL
from tongguan.persons.people import People, merge
from tongguan.reading import Leaves, Source, gathered, leaves
from tongguan.scanning.classify import Finding, classify_rows
from tongguan.scanning.combine import is_timed, met, raised
from tongguan.scanning.count import Counted, count, merge_counted, seen_together
from tongguan.scanning.examine import examine
from tongguan.scanning.headers import against, match
from tongguan.scanning.plan import LeaveOut, Plan, plan
from tongguan.scanning.profile import Profile, profile
from tongguan.scanning.sample import sample
from tongguan.scanning.statement import Statement, apply, statement_about, subjects_stated, taken_for
from tongguan.scanning.text import read_texts, share_of_names
from tongguan.scanning.together import merge_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tongguan.law.catalogue import Combination
    from tongguan.scanning.examined import Examined
    from tongguan.scanning.rules import Rules
    from tongguan.scanning.text import InTexts

    # Called with the number of rows read since the last call.
    Tick = Callable[[int], None]

# Partial counts are merged when so many are waiting: memory stays near that of the result.
_PENDING = 16
NAME, ADDRESS = "person_name", "address"

Place = tuple[str, str]  # path of a row set, column


@dataclass
class Tally:
    """Counts of a group while it is being read."""

    profiles: dict[Place, Profile] = field(default_factory=dict)
    counted: dict[str, list[Counted]] = field(default_factory=dict)

    def add(self, path: str, part: Counted) -> None:
        """Add the people of one batch of the row set at *path*."""
        parts = self.counted.setdefault(path, [])
        parts.append(part)
        if len(parts) >= _PENDING:
            parts[:] = [merge_counted(parts)]


@dataclass(frozen=True)
class Asked:
    """What a scan is asked for, the same for all its files.

    ``on`` is the day the export leaves, ``leave_out`` are the what-ifs, ``statements`` what the register
    says of columns.
    """

    rules: Rules
    on: date
    leave_out: Mapping[str, LeaveOut]
    statements: Sequence[Statement]
    combinations: Sequence[Combination] = ()


class Group:
    """Sources with the same columns, which decide together what each of them is.

    ``machine`` is what was found of each column, ``findings`` what counts: the same, save where the register
    says otherwise. ``texts`` and ``named`` are what reading found in texts: occurrences by kind, and persons,
    without and with those whom a column of names says already. ``said_then`` is what the register said of
    columns when counting began. ``combinations`` are those of the catalogue that its tables are together, by
    which ``rules`` has their levels; ``levels_changed`` tells whether that was known late.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.rules = asked.rules
        self.sources: list[Source] = []
        self.tally = Tally()
        self.plans: dict[str, Plan] = {}
        self.machine: dict[Place, Finding] = {}
        self.findings: dict[Place, Finding] = {}
        self.texts: dict[Place, dict[str, int]] = {}
        self.named: dict[Place, tuple[int, int]] = {}
        self.read: dict[Place, InTexts] = {}
        self.said_then: dict[str, Statement | None] = {}
        self.combinations: list[Combination] = []
        self.levels_changed = False

    def add(self, source: Source, batches: Iterable[pa.RecordBatch], tick: Tick) -> None:
        """Read the *batches* of *source* under the plan of the group, or that the first batch suggests."""
        self.sources.append(source)
        for path, columns in self._examined(batches, tick):
            for name, seen in columns.items():
                self._profile((path, name), seen, columns)
            if path not in self.plans:
                self.plans[path] = self._first_plan(path, columns)
            self.tally.add(path, self._count(columns, self.plans[path]))

    def _first_plan(self, path: str, columns: Mapping[str, Examined]) -> Plan:
        found = self.settled(self._classify(path))
        self.findings |= {(path, name): finding for name, finding in found.items()}
        self._combine()
        planned = self._plan(found)
        seen = seen_together(self.taken(columns), planned, self.rules)
        return planned.with_content(seen, self.rules.detectors)

    def _profile(self, place: Place, seen: Examined, columns: Mapping[str, Examined]) -> None:
        before = self.tally.profiles.get(place, Profile())
        companions = {name: column for name, column in columns.items() if name != place[1]}
        sampled = sample(seen, companions, before.sample.threshold)
        self.tally.profiles[place] = before.merge(profile(seen, sampled))

    def settle(self, tick: Tick) -> None:
        """Decide what each column is from all that was seen; count again where that changes the plan."""
        final: dict[str, Plan] = {}
        for path in self.plans:
            machine = self._classify(path)
            found = self.settled(machine)
            self.machine |= {(path, name): finding for name, finding in machine.items()}
            final[path] = self._with_content(path, self._plan(found))
            self.findings |= {(path, name): finding for name, finding in found.items()}
            self._read_texts(path, final[path])
        self._combine()
        self._count_again(final, tick)
        # Of columns that are now taken for another kind, what goes with what was seen only now.
        self._count_again({path: self._with_content(path, plan_) for path, plan_ in self.plans.items()}, tick)
        self._refuse_a_row_taken_for_a_header()

    def _combine(self) -> None:
        """Take the levels from what the tables are together, as far as they are known."""
        kinds = frozenset(kind for f in self.findings.values() for kind in (*f.kinds, *f.mentions))
        findings = {f"{path}.{name}": finding for (path, name), finding in self.findings.items()}
        types = {f"{path}.{name}": seen.type for (path, name), seen in self.tally.profiles.items()}
        self.combinations = met(self.asked.combinations, kinds, timed=is_timed(findings, types))
        levels = raised(self.asked.rules.levels, self.combinations)
        # What was counted before was counted under other levels.
        self.levels_changed |= bool(self.tally.counted) and levels != self.rules.levels
        self.rules = replace(self.rules, levels=levels)

    def _count_again(self, final: Mapping[str, Plan], tick: Tick) -> None:
        """Count under the *final* plans what was counted under others."""
        changed = {path for path, settled in final.items() if settled != self.plans[path]}
        if any(self.said(name) != said for name, said in self.said_then.items()):
            changed = set(final)  # what is said of some files is known only when all of them are
        if self.levels_changed:
            changed, self.levels_changed = set(final), False
        self.plans = dict(final)
        for path in changed:
            self.tally.counted[path] = []
        if changed:
            for source in self.sources:
                for path, columns in self._examined(source.batches(), tick):
                    if path in changed:
                        self.tally.add(path, self._count(columns, final[path]))
        for path, parts in self.tally.counted.items():
            self.tally.counted[path] = [merge_counted(parts)]

    def _with_content(self, path: str, planned: Plan) -> Plan:
        """Return *planned* with the columns grouped by what was seen together in the rows counted so far."""
        seen = merge_together(part.together for part in self.tally.counted[path])
        return planned.with_content(seen, self.rules.detectors)

    def _read_texts(self, path: str, planned: Plan) -> None:
        """Look for names and addresses in the texts of columns of no kind."""
        for (where, name), finding in list(self.findings.items()):
            seen = self.tally.profiles[where, name]
            said = self.said(name)
            if where != path or finding.kind is not None or not seen.sample.values:
                continue
            if said is not None and said.acquits:
                continue  # what texts seem to say is a guess; the numbers in them are counted all the same
            found = self.read[where, name] = read_texts(seen.sample)
            # An address says that somebody is there; beside columns that show persons it is likely theirs.
            detectors = self.rules.detectors
            others = against(detectors[ADDRESS], name) is not None  # a shop's, a company's
            nobody = not others and not planned.anchored(detectors)
            inside = {NAME: found.names, ADDRESS: found.addresses if nobody else 0}
            self.texts[where, name] = {kind: n for kind, n in inside.items() if n}
            more = inside[ADDRESS]
            self.named[where, name] = (found.persons + more, found.with_own + more)
            mentions = (*finding.mentions, *self.texts[where, name])
            self.findings[where, name] = replace(finding, mentions=mentions, why=(*finding.why, *found.why))

    def _refuse_a_row_taken_for_a_header(self) -> None:
        """Refuse a delimited file whose columns are called what their values are: somebody would be lost."""
        if self.sources[0].format != "csv" or not self.sources[0].header:
            return
        for (_, name), finding in self.machine.items():
            detector = self.rules.detectors.get(finding.kind or "")
            if detector is None or match(name, detector.headers) is not None:
                continue
            if detector.role in {"identifier", "name"} and detector.find(pa.array([name]))[0]:
                raise Unreadable(
                    f"{self.sources[0].name}: its first row looks like data, not like names of columns. "
                    "The gate stays shut.",
                    hint="Add a row with names of columns.",
                )

    def columns_found(self) -> dict[str, Finding]:
        """Return what was found of the columns, by name."""
        return {name: finding for (_, name), finding in self.machine.items()}

    def people(self, left_out: str) -> People:
        """Return the people of the group under one leave-out (``""`` for the whole)."""
        gone = self.columns_left_out(left_out)
        parts: list[People] = []
        for path, (whole,) in self.tally.counted.items():
            parts += whole.subjects(left_out)
            parts += [
                people
                for (under, column, kind), people in whole.mentions.items()
                if under == left_out
                and kind in self.findings[path, column].mentions
                and (path, column) not in gone
            ]
        named = {path for path, name in gone if NAME in self.findings[path, name].kinds}
        for place, persons in self.named.items():
            if (
                place not in gone
            ):  # beside a column of names that goes, the names in a text are whose they are
                parts.append(People.unknown(persons[place[0] in named], GENERAL))
        return merge(parts)

    def columns_left_out(self, left_out: str) -> set[Place]:
        """Return the places of the columns a leave-out takes away, those with mentions included."""
        if not left_out:
            return set()
        rule = self.asked.leave_out[left_out]
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
        self, batches: Iterable[pa.RecordBatch], tick: Tick
    ) -> Iterator[tuple[str, dict[str, Examined]]]:
        for batch in gathered(batches):
            for part in leaves(batch):
                yield part.path, self._examine(part)
            tick(batch.num_rows)

    def _examine(self, part: Leaves) -> dict[str, Examined]:
        # By the whole name: guardians[].phone tells more than phone.
        columns = ((f"{part.path}.{name}" if part.path else name, column) for name, column in part.columns)
        return {name: examine(name, column, self.rules.detectors) for name, column in columns}

    def _classify(self, path: str) -> dict[str, Finding]:
        seen = {name: each for (where, name), each in self.tally.profiles.items() if where == path}
        return classify_rows(seen, self.rules.detectors, self.asked.on, share_of_names)

    @property
    def names(self) -> list[str]:
        """The names of the sources."""
        return [source.name for source in self.sources]

    def said(self, column: str) -> Statement | None:
        """Return what the register says of *column*."""
        return statement_about(column, self.asked.statements, self.names)

    def settled(self, machine: Mapping[str, Finding]) -> dict[str, Finding]:
        """Return what counts of columns that were found to be what *machine* says."""
        return apply(machine, self.asked.statements, self.names, self.rules.detectors)

    def _plan(self, findings: Mapping[str, Finding]) -> Plan:
        stated = subjects_stated(findings, self.asked.statements, self.names)
        return plan(findings, self.rules.detectors, self.rules.levels, stated)

    def taken(self, columns: Mapping[str, Examined]) -> Mapping[str, Examined]:
        """Return *columns* as they count: what the register says they are."""
        taken = dict(columns)
        for name, seen in columns.items():
            said = self.said(name)
            self.said_then.setdefault(name, said)
            stated = (
                self.rules.detectors.get(said.kind or "") if said is not None and not said.acquits else None
            )
            if stated is not None:
                taken[name] = taken_for(seen, stated)
        return taken

    def _count(self, columns: Mapping[str, Examined], whole: Plan) -> Counted:
        columns = self.taken(columns)
        plans = {"": whole} | {name: self._without(whole, name) for name in self.asked.leave_out}
        return count(columns, plans, self.rules, presence=bool(self.asked.leave_out))

    def _without(self, whole: Plan, left_out: str) -> Plan:
        gone = whole.left_out(self.asked.leave_out[left_out], self.rules.levels)
        return whole.without(gone, self.rules.detectors) if gone else whole

    def plan_under(self, path: str, left_out: str) -> Plan:
        """Return the plan of a row set under one leave-out (``""`` for the whole)."""
        return self._without(self.plans[path], left_out) if left_out else self.plans[path]
