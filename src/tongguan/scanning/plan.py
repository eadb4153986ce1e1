"""What every column of a row set is taken for while people are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tongguan.scanning.subjects import Subject, subjects
from tongguan.scanning.together import NOTHING_SEEN, Together

if TYPE_CHECKING:
    from tongguan.detector import Detector
    from tongguan.scanning.classify import Finding
    from tongguan.scanning.together import Pair

Level = Literal["none", "general", "sensitive"]
Levels = Mapping[str, Level]
# Says of a kind and its level whether its columns are left out.
LeaveOut = Callable[[str, Level], bool]


@dataclass(frozen=True)
class PlannedColumn:
    """A column taken for ``kinds``, the main one first. Columns of no kind are not planned.

    ``inside`` are the kinds found inside longer values. ``whole`` is false where the column's own
    kind is no personal information (credit codes, with ID numbers among them): then only the values
    of ``kinds`` are items of somebody.
    """

    name: str
    kinds: tuple[str, ...]
    inside: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Plan:
    """The columns of one row set that are about persons, and the persons they are about."""

    columns: tuple[PlannedColumn, ...]
    subjects: tuple[Subject, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    together: Together = field(default=NOTHING_SEEN, compare=False)  # what follows of it are the subjects

    @classmethod
    def of(
        cls,
        columns: tuple[PlannedColumn, ...],
        detectors: Mapping[str, Detector],
        stated: Mapping[str, str] | None = None,
        together: Together = NOTHING_SEEN,
    ) -> Plan:
        """Group *columns* into subjects.

        *stated* are those the register names, by column; *together* is what was seen of which columns
        go together.
        """
        pairs = [(column.name, column.kinds[0]) for column in columns]
        return cls(columns, subjects(pairs, detectors, stated, together), stated or {}, together)

    def with_content(self, together: Together, detectors: Mapping[str, Detector]) -> Plan:
        """Return the plan of the same columns when *together* was seen of them."""
        return Plan.of(self.columns, detectors, self.stated, together)

    def to_tell_apart(self, detectors: Mapping[str, Detector]) -> list[Pair]:
        """Return the pairs of columns of which has to be seen whether they go together."""
        kinds = {column.name: column.kinds[0] for column in self.columns}
        pairs: list[Pair] = []
        for base in sorted({s.name.rpartition("_")[0] for s in self.subjects if s.guessed}):
            family = [
                name
                for s in self.subjects
                if s.name == base or (s.guessed and s.name.rpartition("_")[0] == base)
                for name in s.columns
                if detectors[kinds[name]].role in {"identifier", "name"}
            ]
            often = Counter(kinds[name] for name in family)
            pairs += [
                (number, other)
                for number in family
                if often[kinds[number]] > 1 and detectors[kinds[number]].identifies
                for other in family
                if kinds[other] != kinds[number]
            ]
        return pairs

    def without(self, names: frozenset[str], detectors: Mapping[str, Detector]) -> Plan:
        """Return the plan of the same rows when the columns called *names* are left out."""
        kept = tuple(c for c in self.columns if c.name not in names)
        return Plan.of(kept, detectors, self.stated, self.together)

    def left_out(self, leave_out: LeaveOut, levels: Levels) -> frozenset[str]:
        """Return the names of the columns that *leave_out* takes away."""
        return frozenset(
            column.name
            for column in self.columns
            if any(leave_out(kind, levels[kind]) for kind in (*column.kinds, *column.inside))
        )

    def subject_of(self, name: str) -> str | None:
        """Return the subject the column belongs to."""
        return next((subject.name for subject in self.subjects if name in subject.columns), None)

    def anchored(self, detectors: Mapping[str, Detector]) -> bool:
        """Tell whether anything shows that the rows are about persons."""
        return any(
            detectors[kind].role in {"identifier", "name", "trait"}
            for column in self.columns
            for kind in column.kinds
        )


def plan(
    findings: Mapping[str, Finding],
    detectors: Mapping[str, Detector],
    levels: Levels,
    stated: Mapping[str, str] | None = None,
    together: Together = NOTHING_SEEN,
) -> Plan:
    """Plan the counting of a row set from what its columns were found to be."""
    return Plan.of(
        tuple(
            PlannedColumn(name, kinds, finding.mentions, whole=kinds[0] == finding.kind)
            for name, finding in findings.items()
            if (kinds := tuple(kind for kind in finding.kinds if levels[kind] != "none"))
        ),
        detectors,
        stated,
        together,
    )
