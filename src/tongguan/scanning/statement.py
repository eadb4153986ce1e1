"""What the register says of single columns, kept apart from what the scan found in them.

The scan decides what a column is from values and header; the handler, who made the column, may know better:
that a ``user_code`` is an account, that a ``phone`` is the shop's, that a number is nobody's. A statement
replaces the finding where persons are counted and levels judged; the finding stays, and both are shown.

Two things no statement takes away. Numbers of persons of another kind, inside longer values and among the
cells, count as before. And where a column is called harmless, or about nobody, whose
values show by check digit and birthday that they are resident ID numbers, they count all the same: nobody
knows a column so well that millions of such values could be chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.tidy import compact, tidy
from tongguan.law.catalogue import HARMLESS
from tongguan.scanning.examined import Hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tongguan.detector import Detector
    from tongguan.scanning.classify import Finding
    from tongguan.scanning.examined import Examined

# Of values that are shaped alike, hardly one passes by chance: a column of them is no accident.
_NO_CHANCE = 0.001


@dataclass(frozen=True)
class Statement:
    """What the register says of the columns called ``column``, in the sources that match ``source`` (a glob).

    ``kind`` is a kind or ``harmless``; None leaves what was found. ``subject`` is the part its person plays
    in a row. With ``nobody`` the values are of their kind, but not about anybody: the shop's own phone.
    ``reason`` says why, and is kept with the decision.
    """

    column: str
    kind: str | None = None
    reason: str = ""
    subject: str | None = None
    nobody: bool = False
    source: str = "*"

    @property
    def acquits(self) -> bool:
        """Tell whether it takes a column out of the count."""
        return self.nobody or self.kind == HARMLESS

    def means(self, found: str | None) -> str | None:
        """Return the kind that counts where *found* was found; None for none."""
        return None if self.acquits else self.kind or found

    def __str__(self) -> str:
        what = "about nobody in particular" if self.nobody else self.kind or f"about the {self.subject}"
        return f"the register says {what}{f': {self.reason}' if self.reason else ''}"


def statement_about(column: str, statements: Iterable[Statement], sources: Sequence[str]) -> Statement | None:
    """Return what is said of *column* of files called *sources*, which are decided about together.

    It must be said of all of them. What is said of some files goes before what is said of any.
    """
    said = [
        statement
        for statement in statements
        if statement.column == column and all(fnmatchcase(source, statement.source) for source in sources)
    ]
    return min(said, key=lambda statement: statement.source == "*", default=None)


def apply(
    findings: Mapping[str, Finding],
    statements: Sequence[Statement],
    sources: Sequence[str],
    detectors: Mapping[str, Detector],
) -> dict[str, Finding]:
    """Return what counts of each column of a row set: the *findings*, but for columns that are stated."""
    return {
        column: finding
        if (stated := statement_about(column, statements, sources)) is None
        else _as_stated(finding, stated, detectors)
        for column, finding in findings.items()
    }


def _as_stated(finding: Finding, stated: Statement, detectors: Mapping[str, Detector]) -> Finding:
    kind = stated.means(finding.kind)
    if kind == finding.kind:
        return finding
    alternates = ((finding.kind, finding.likelihood), *finding.alternates) if finding.kind else ()
    others = tuple(other for other in _that_stay(finding, detectors) if other != kind)
    settled = replace(
        finding, kind=kind, likelihood=1.0, why=(str(stated),), alternates=alternates, review=False
    )
    if kind is None:
        strays = tuple(other for other in others if detectors[other].stands_alone)
        # The kind that was spoken about is gone with its column, also where it is written with an extension.
        inside = (other for other in finding.mentions if other != finding.kind)
        return replace(settled, kinds=(), mentions=_once(strays, inside))
    return replace(settled, kinds=(kind, *others))


def _that_stay(finding: Finding, detectors: Mapping[str, Detector]) -> tuple[str, ...]:
    """Return the kinds in the cells that no statement takes away."""
    first = finding.kinds[:1]
    return tuple(k for k in first if proves_itself(detectors[k])) + finding.kinds[1:]


def proves_itself(detector: Detector) -> bool:
    """Tell whether values show by themselves that they number persons, and not by chance."""
    checked = detector.check is not None and detector.in_text
    return detector.identifies and checked and detector.chance <= _NO_CHANCE


def _once(*kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for some in kinds for kind in some))


def subjects_stated(
    columns: Iterable[str], statements: Sequence[Statement], sources: Sequence[str]
) -> dict[str, str]:
    """Return the subjects that are stated, by column."""
    said = ((column, statement_about(column, statements, sources)) for column in columns)
    return {column: stated.subject for column, stated in said if stated is not None and stated.subject}


def taken_for(seen: Examined, detector: Detector) -> Examined:
    """Return *seen* as it counts when the register says that it is of *detector*'s kind.

    For counting alone: what was found stays found. Where no value can show the kind (an account, a member
    number), whatever stands there identifies its holder, of any shape. Of other kinds the values do that
    their detector finds; the rest are still somebody's, who is not identified: a thousand times "5" in a
    column of mobile numbers is not one person.
    """
    some = np.flatnonzero(seen.filled[seen.text_rows])
    values = _texts(seen.text.take(pa.array(some)))
    if values is None or detector.id == "date_of_birth":
        return seen
    rows = seen.text_rows[some]
    any_value = detector.identifies and detector.needs_header and detector.canonical is None
    if not any_value:
        values = compact(values) if detector.compacted else values
        found = np.flatnonzero(detector.find(values))
        rows, values = rows[found], values.take(pa.array(found))
    written = np.asarray(pc.binary_length(values)).astype(np.int64)
    hits = Hits(rows, detector.canon(values), written=written)
    already = seen.whole.get(detector.id)
    if already is not None and already.values is not None and not any_value:
        # Of cells with several numbers the first is there already.
        hits = already.join(hits.filter(~np.isin(hits.rows, already.rows)))
    return replace(seen, whole={**seen.whole, detector.id: hits})


def _texts(values: pa.Array) -> pa.Array | None:
    """Return *values* as people write them; None for types that are not written so."""
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return tidy(values)
    if pa.types.is_floating(values.type):
        # 12345.0 is what became of 12345 beside a gap.
        return pc.replace_substring_regex(values.cast(pa.string()), r"\.0+$", "")
    if (
        pa.types.is_integer(values.type)
        or pa.types.is_decimal(values.type)
        or pa.types.is_boolean(values.type)
    ):
        return values.cast(pa.string())
    return None


def warnings(
    groups: Iterable[tuple[Sequence[str], Mapping[str, Finding]]],
    statements: Sequence[Statement],
    detectors: Mapping[str, Detector],
) -> Iterator[str]:
    """Say which statements are about no column, and which are contradicted by what the values show.

    *groups* are the names of sources with what was found in their columns.
    """
    used: set[int] = set()
    for sources, findings in groups:
        for column, finding in findings.items():
            stated = statement_about(column, statements, sources)
            if stated is None:
                continue
            used.add(id(stated))
            shown = [detectors[k].title for k in finding.kinds[:1] if proves_itself(detectors[k])]
            if stated.means(finding.kind) != finding.kind and shown:
                yield (
                    f"column {column!r}: {stated}, but values in it pass as {shown[0]} by form and check: "
                    "they count all the same"
                )
    for number, statement in enumerate(statements, 1):
        if id(statement) not in used:
            yield f"[[columns]] {statement.column!r} ({number} of this export): no such column in these files"
